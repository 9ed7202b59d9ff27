package org.baymark.protocol.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.RangeProof;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.statement.Unverified;

/** Inputs of about a size that somebody made to cost more than they weigh. */
final class Hostile {
  static final DevUrn DEVICE = new DevUrn("urn:dev:ops:1-a-b");
  private static final Bytes KID = Bytes.owning(new byte[8]);
  private static final String SENML = "70";
  private static final Evidence GOOD =
      Passport.parse(Corpus.good()).toOptional().orElseThrow().evidence();

  private Hostile() {}

  /** Nothing but heads of containers of one. */
  static Bytes nested(int size) {
    byte[] octets = new byte[size];
    Arrays.fill(octets, (byte) 0x81);
    return Bytes.owning(octets);
  }

  static Bytes tinyItems(int size) {
    return list(new CborWriter(), size, i -> {}, 0);
  }

  /** A list whose head promises 2^62 items, and one of 2^31. */
  static Bytes claimed(int size) {
    byte[] octets = new byte[size];
    octets[0] = (byte) 0x9b;
    octets[1] = 0x40;
    return Bytes.owning(octets);
  }

  static Bytes longMap(int size) {
    int count = size / 6;
    CborWriter out = new CborWriter().map(count);
    for (int i = 0; i < count; i++) {
      out.integer(0x1_0000 + i).integer(0);
    }
    return out.toBytes();
  }

  /** Maps as keys of maps, as deep as it goes, and the difference at their end. */
  static Bytes mapsInMaps(int size) {
    Bytes key = new CborWriter().bytes(Bytes.owning(new byte[size / 4])).toBytes();
    Bytes other = key.slice(0, key.size() - 1).concat(Bytes.ofHex("01"));
    for (int depth = 0; depth < 14; depth++) {
      key = new CborWriter().map(1).raw(key).nil().toBytes();
      other = new CborWriter().map(1).raw(other).nil().toBytes();
    }
    return new CborWriter().map(2).raw(key).nil().raw(other).nil().toBytes();
  }

  static Bytes longText(int size) {
    return new CborWriter().text("\u00e9".repeat(size / 2)).toBytes();
  }

  private static Bytes list(CborWriter out, int count, IntConsumer each, long item) {
    out.array(count);
    for (int i = 0; i < count; i++) {
      each.accept(i);
      out.integer(item);
    }
    return out.toBytes();
  }

  /** SenML records whose only field is a value in these bytes. */
  static Bytes pack(int size, String value) {
    int count = Math.min(1024, Math.max(1, size / (2 + value.length() / 2)));
    CborWriter out = new CborWriter().array(count);
    for (int i = 0; i < count; i++) {
      out.map(i == 0 ? 2 : 1).integer(2).raw(Bytes.ofHex(value));
      if (i == 0) {
        out.integer(-2).text("t");
      }
    }
    return out.toBytes();
  }

  static Bytes telemetry(int size, String value) {
    return statement(SENML, Subject.of(DEVICE), 0, 0, pack(size, value));
  }

  /** A statement that nobody signed. */
  static Bytes statement(String type, Subject about, long boot, long seq, Bytes payload) {
    CborWriter header = new CborWriter().map(4).integer(1).integer(-7).integer(3);
    if (type.equals(SENML)) {
      header.integer(112);
    } else {
      header.text(type);
    }
    header.integer(4).bytes(KID).integer(15).map(3).integer(1).text(DEVICE.text());
    header.integer(2).text(about.text()).integer(-65537).array(3);
    header.integer(boot).integer(seq).nil();
    CborWriter out = new CborWriter().tag(18).array(4).bytes(header.toBytes()).map(0);
    return out.bytes(payload).bytes(Bytes.owning(new byte[64])).toBytes();
  }

  /** Covers of 1024 records each, of which none is here. */
  static Bytes lostRecords(int size) {
    List<Bytes> statements = new ArrayList<>();
    for (int i = 0; i < size / 215; i++) {
      CborWriter cover = new CborWriter().array(5).integer(1024L * (i + 1)).integer(1024);
      cover.integer(1024).bytes(Bytes.owning(new byte[16])).array(1);
      Bytes payload = cover.bytes(Bytes.owning(new byte[16])).toBytes();
      statements.add(
          statement("application/vnd.baymark.records+cbor", Subject.of(DEVICE), 0, i, payload));
    }
    return passport(Subject.of(DEVICE), statements, List.of(), 0);
  }

  /** Covers that all name the same records, which are here. */
  static Bytes sameRecords(int size) {
    List<ChainRecord> records = new ArrayList<>();
    for (int i = 0; i < 1024; i++) {
      records.add(record(KID, 0, i));
    }
    List<Bytes> statements = new ArrayList<>();
    for (int i = 0; i < size / 215; i++) {
      CborWriter cover = new CborWriter().array(5).integer(0).integer(1024);
      cover.integer(1024).bytes(Bytes.owning(new byte[16])).array(1);
      Bytes payload = cover.bytes(Bytes.owning(new byte[16])).toBytes();
      statements.add(
          statement("application/vnd.baymark.records+cbor", Subject.of(DEVICE), 0, i, payload));
    }
    return passport(Subject.of(DEVICE), statements, records, 0);
  }

  /** Records of as many keys as there are, and all their hash codes alike. */
  static Bytes manyChains(int size) {
    List<ChainRecord> records = new ArrayList<>();
    int alike = 7 * 7 * 7 * 7;
    for (int i = 0; i < size / 21; i++) {
      // A boot more is another hash code by one: 31 times as many codes are few enough.
      records.add(record(alike(i % alike), i / alike, 0));
    }
    records.sort(ChainRecord.ORDER);
    Bytes one = telemetry(20, "00");
    return passport(Subject.of(DEVICE), List.of(one), records, 0);
  }

  /**
   * Eight bytes of one hash code: a byte less here is 31 more in the next, in each of four pairs.
   */
  private static Bytes alike(int number) {
    byte[] kid = {60, -100, 60, -100, 60, -100, 60, -100};
    int left = number;
    for (int i = 0; i < kid.length; i += 2) {
      kid[i] -= (byte) (left % 7);
      kid[i + 1] += (byte) (31 * (left % 7));
      left /= 7;
    }
    return Bytes.owning(kid);
  }

  private static ChainRecord record(Bytes kid, long boot, long number) {
    CborWriter out = new CborWriter().array(4).bytes(kid).integer(boot).integer(number);
    Bytes encoded = out.raw(pack(1, "00")).toBytes();
    return ChainRecord.parse(encoded).toOptional().orElseThrow();
  }

  /** Statements whose places have one hash code. */
  static Bytes alikePlaces(int size) {
    List<Bytes> statements = new ArrayList<>();
    int count = size / 150;
    for (int i = 0; i < count; i++) {
      statements.add(statement(SENML, Subject.of(DEVICE), i, 31L * (count - i), pack(1, "00")));
    }
    return passport(Subject.of(DEVICE), statements, List.of(), 0);
  }

  /** A sensor attached and detached over and over, and as many batches withheld. */
  static Bytes manyRuns(int size) {
    Subject goods = new Subject("https://id.gs1.org/00/003456789012345670");
    List<Bytes> statements = new ArrayList<>();
    for (int i = 0; i < size / 3 / 270; i++) {
      for (String kind : List.of("attach", "detach")) {
        CborWriter event = new CborWriter().map(2).integer(1).text(kind).integer(4).array(1);
        event.array(2).text(DEVICE.text()).array(2).integer(0);
        event.integer(4L * i + (kind.equals("attach") ? 0 : 2));
        Bytes payload = event.toBytes();
        statements.add(statement("application/vnd.baymark.event+cbor", goods, 0, i, payload));
      }
    }
    return passport(goods, statements, List.of(), size / 3 / 70);
  }

  /**
   * A passport with a part about {@code about} that discloses the statements; and where a count of
   * filings is given, a second one about the device that withholds them, but for one statement each
   * hundredth.
   */
  private static Bytes passport(
      Subject about, List<Bytes> statements, List<ChainRecord> records, int filings) {
    List<Unverified> said = statements.stream().map(Hostile::parsed).toList();
    SubjectProof template = GOOD.subjects().get(0);
    List<SubjectProof> subjects = new ArrayList<>();
    List<Passport.Part> parts = new ArrayList<>();
    subjects.add(proof(template, Collections.nCopies(1, template.filings().get(0))));
    Disclosure all = new Disclosure(1, List.of(), said);
    parts.add(new Passport.Part(about, List.of(Optional.of(all))));
    if (filings > 0) {
      Filing filing = template.filings().get(0);
      subjects.add(proof(template, Collections.nCopies(filings, filing)));
      List<Optional<Disclosure>> withheld =
          new ArrayList<>(Collections.nCopies(filings, Optional.empty()));
      parts.add(new Passport.Part(Subject.of(DEVICE), withheld));
    }
    Evidence evidence =
        new Evidence(
            GOOD.checkpoint(),
            GOOD.seal(),
            GOOD.sealPath(),
            GOOD.members(),
            List.of(),
            GOOD.headers(),
            GOOD.registrations(),
            GOOD.gateways(),
            subjects);
    return new Passport(evidence, records, parts).encoded();
  }

  private static SubjectProof proof(SubjectProof template, List<Filing> filings) {
    RangeProof range = new RangeProof(filings.size(), 0, List.of());
    return new SubjectProof(Digest.sha256(Bytes.EMPTY), 1L << 40, range, filings, template.proof());
  }

  private static Unverified parsed(Bytes statement) {
    return Unverified.parse(statement)
        .match(
            it -> it,
            refused -> {
              throw new AssertionError(refused.text());
            });
  }
}
