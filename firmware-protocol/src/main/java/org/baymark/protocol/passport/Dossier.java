package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;

/** A passport with its cross-references resolved, so that each step can walk it straight. */
final class Dossier {
  private record KeyHint(DevUrn name, Bytes kid) implements Comparable<KeyHint> {
    private static final Comparator<KeyHint> ORDER =
        Comparator.comparing(KeyHint::name).thenComparing(KeyHint::kid);

    /** Strangers choose the names: where hash codes are alike, the map needs an order. */
    @Override
    public int compareTo(KeyHint other) {
      return ORDER.compare(this, other);
    }
  }

  private final Passport passport;
  private final List<Filed> filed = new ArrayList<>();
  private final List<List<Filed>> filedByPart = new ArrayList<>();
  private final Map<String, Integer> partBySubject = new HashMap<>();
  private final Map<DevUrn, List<Unverified>> saidBy = new HashMap<>();
  private final Map<DevUrn, GatewayProof> gateways = new HashMap<>();
  private final Map<KeyHint, LoggedRegistration> signers = new HashMap<>();
  private final Map<Bytes, DevUrn> owners = new HashMap<>();
  private final Covers covers;
  private final Optional<Succession.Line> succession;
  private final List<Reveal> reveals;

  Dossier(Passport passport, List<Reveal> reveals) {
    this.passport = passport;
    this.reveals = reveals;
    this.succession = evidence().ties().succession().map(Succession::line);
    Map<Digest, LoggedHeader> headers = new HashMap<>();
    evidence().headers().forEach(header -> headers.put(header.id(), header));
    for (int i = 0; i < passport.parts().size(); i++) {
      Passport.Part part = passport.parts().get(i);
      SubjectProof proof = evidence().subjects().get(i);
      List<Filed> ofPart = new ArrayList<>();
      for (int j = 0; j < proof.filings().size(); j++) {
        Filing filing = proof.filings().get(j);
        Optional<LoggedHeader> header = Optional.ofNullable(headers.get(filing.headerId()));
        ofPart.add(new Filed(part.subject(), proof, filing, header, part.disclosures().get(j)));
      }
      filed.addAll(ofPart);
      filedByPart.add(ofPart);
      partBySubject.put(part.subject().text(), i);
    }
    collect();
    covers = new Covers(passport.records());
    saidBy.values().forEach(said -> said.forEach(covers::take));
    evidence().gateways().forEach(proof -> gateways.put(proof.gateway(), proof));
    for (LoggedRegistration entry : evidence().registrations()) {
      KeyHint hint = new KeyHint(entry.registration().name(), entry.registration().key().kid());
      signers.putIfAbsent(hint, entry);
      owners.putIfAbsent(hint.kid(), hint.name());
    }
  }

  Passport passport() {
    return passport;
  }

  /** What is shown beside the passport of what its statements hide. */
  List<Reveal> reveals() {
    return reveals;
  }

  Evidence evidence() {
    return passport.evidence();
  }

  /** The member sets that the evidence leads through, where there is more than one. */
  Optional<Succession.Line> succession() {
    return succession;
  }

  /** Every filing of every subject, in the order of the file. */
  List<Filed> filed() {
    return filed;
  }

  /** The filings of one part, by its number. */
  List<Filed> filedOf(int part) {
    return filedByPart.get(part);
  }

  /** The part that is about {@code device}. */
  Optional<Integer> partOf(DevUrn device) {
    return Optional.ofNullable(partBySubject.get(device.text()));
  }

  Optional<GatewayProof> gateway(DevUrn name) {
    return Optional.ofNullable(gateways.get(name));
  }

  /** What the covers of the file say of its unsigned records. */
  Covers covers() {
    return covers;
  }

  /** What {@code statement} measured, itself or by the records that it attests. */
  List<Reading> readings(Unverified statement) {
    return statement
        .content()
        .match(
            Telemetry::readings,
            event -> List.of(),
            cover ->
                covers.by(statement).stream()
                    .flatMap(coverage -> coverage.attested().stream())
                    .flatMap(record -> record.telemetry().readings().stream())
                    .toList(),
            hidden -> List.of(),
            erasure -> List.of());
  }

  /** What {@code device} said, in the order of its numbers; once, where two gateways filed it. */
  List<Unverified> saidBy(DevUrn device) {
    return saidBy.getOrDefault(device, List.of());
  }

  private void collect() {
    Map<Digest, Unverified> once = new HashMap<>();
    for (Filed one : filed) {
      one.statements().forEach(said -> once.putIfAbsent(said.signed().id(), said));
    }
    once.values().stream()
        .sorted(
            Comparator.comparing(Unverified::position, Position.BY_NUMBER)
                .thenComparing(said -> said.signed().id()))
        .forEach(
            said ->
                saidBy
                    .computeIfAbsent(said.signed().issuer(), name -> new ArrayList<>())
                    .add(said));
  }

  /** The registration whose key {@code signed} names: by its issuer and kid. */
  Optional<LoggedRegistration> signer(Sign1 signed) {
    return Optional.ofNullable(signers.get(new KeyHint(signed.issuer(), signed.kid())));
  }

  /** For a person: whose key has this kid, as far as the file registers it. */
  String ownerOf(Bytes kid) {
    return Optional.ofNullable(owners.get(kid)).map(DevUrn::text).orElse("an unknown key");
  }

  long statements() {
    return filed.stream().mapToLong(one -> one.statements().size()).sum();
  }
}
