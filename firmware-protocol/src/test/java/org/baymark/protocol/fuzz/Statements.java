package org.baymark.protocol.fuzz;

import static org.baymark.protocol.fuzz.Target.demand;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;

/** What devices send: statements and records. */
final class Statements {
  private static final List<VerifyingKey> KEYS = Corpus.testKeys();

  /** What the vectors' keys did sign: ids, with the signatures that are theirs. */
  private static final List<Bytes> SIGNED = Corpus.accepted();

  private record Arrived(Cover cover, List<ChainRecord> records) {}

  private static final List<Arrived> COVERS =
      Corpus.covers().stream()
          .map(
              one ->
                  new Arrived(
                      cover(one.statement()), one.records().stream().map(Statements::ok).toList()))
          .toList();

  /** All records of the device, those of other covers too: what one of them lost it did say. */
  private static final Set<Bytes> SAID =
      COVERS.stream()
          .flatMap(one -> one.records().stream())
          .map(ChainRecord::encoded)
          .collect(Collectors.toSet());

  private Statements() {}

  static void statement(Bytes input) {
    Optional<Unverified> parsed = Unverified.parse(input).toOptional();
    if (parsed.isEmpty()) {
      return;
    }
    Sign1 signed = parsed.get().signed();
    demand(signed.encoded().equals(input), "the original bytes are lost", input);
    demand(Digest.sha256(signed.toBeSigned()).equals(signed.id()), "another id", input);
    demand(rebuilt(signed, signed.payload()).equals(input), "written again it differs", input);
    demand(Items.recoded(signed.payload()).equals(signed.payload()), "payload differs", input);
    boolean same =
        parsed
            .get()
            .content()
            .match(
                telemetry -> telemetry.readings().size() > 0,
                event -> saysTheSame(event, signed),
                cover -> cover.encoded().equals(signed.payload()) && isAllLost(cover),
                hidden -> hidden.hash().bytes().equals(signed.payload()),
                erasure -> erasure.encoded().equals(signed.payload()));
    demand(same, "the content written again differs", input);
    if (KEYS.stream().anyMatch(key -> parsed.get().verifiedBy(key).isPresent())) {
      demand(SIGNED.contains(signed.toBeSigned()), "nobody signed this", input);
    }
  }

  /** A measured number may stand in more forms than one; written again it has the shortest. */
  private static boolean saysTheSame(LogisticsEvent event, Sign1 signed) {
    Bytes written = event.encoded();
    if (event.get(EventField.MEASURED).isEmpty()) {
      return written.equals(signed.payload());
    }
    return Unverified.parse(rebuilt(signed, written))
        .match(
            again ->
                again
                    .content()
                    .match(
                        telemetry -> false,
                        other ->
                            other.encoded().equals(written)
                                && measured(other).compareTo(measured(event)) == 0,
                        cover -> false,
                        hidden -> false,
                        erasure -> false),
            refused -> false);
  }

  private static BigDecimal measured(LogisticsEvent event) {
    return event.get(EventField.MEASURED).orElseThrow().value();
  }

  /** The parts of the Sig_structure and the signature, put together again (RFC 9052, 4.4). */
  private static Bytes rebuilt(Sign1 signed, Bytes payload) {
    return Parsed.of(
            () -> {
              CborReader in = CborReader.open(signed.toBeSigned());
              in.arrayOf(4);
              in.literal("Signature1");
              int sizeMax = signed.toBeSigned().size();
              CborWriter out = new CborWriter().tag(18).array(4).bytes(in.bytes(sizeMax));
              demand(in.bytes(0).size() == 0, "external data", signed);
              demand(in.bytes(sizeMax).equals(signed.payload()), "another payload", signed);
              out.map(0).bytes(payload);
              return out.bytes(signed.signature()).toBytes();
            })
        .toOptional()
        .orElseThrow();
  }

  private static boolean isAllLost(Cover cover) {
    Coverage none = Coverage.of(cover, List.of());
    return none.attested().isEmpty() && lost(none) == cover.count();
  }

  private static long lost(Coverage coverage) {
    return coverage.lost().stream().mapToLong(Coverage.Lost::count).sum();
  }

  static void record(Bytes input) {
    Optional<ChainRecord> parsed = ChainRecord.parse(input).toOptional();
    if (parsed.isEmpty()) {
      return;
    }
    ChainRecord record = parsed.get();
    demand(ChainRecord.isBegunBy(input), "not begun as a record", input);
    demand(Items.recoded(input).equals(input), "written again it differs", input);
    Telemetry telemetry = record.telemetry();
    demand(!telemetry.readings().isEmpty(), "no reading", input);
    for (Arrived arrived : COVERS) {
      List<ChainRecord> records = new ArrayList<>(arrived.records());
      records.removeIf(one -> one.number() == record.number());
      records.add(record);
      Coverage coverage = Coverage.of(arrived.cover(), records);
      long known =
          (long) coverage.attested().size()
              + coverage.provisional().size()
              + coverage.contradicted().size();
      demand(known + lost(coverage) == arrived.cover().count(), "records miscounted", input);
      boolean attested = coverage.attested().contains(record);
      boolean its = SAID.contains(input);
      demand(!attested || its, "attested, and its device never said it", input);
    }
  }

  private static Cover cover(Bytes statement) {
    return (Cover) Unverified.parse(statement).toOptional().orElseThrow().content();
  }

  private static ChainRecord ok(Bytes record) {
    return ChainRecord.parse(record).toOptional().orElseThrow();
  }
}
