package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;

/** A passport with its cross-references resolved, so that each step can walk it straight. */
final class Dossier {
  private record KeyHint(DevUrn name, Bytes kid) {}

  private final Passport passport;
  private final List<Filed> filed = new ArrayList<>();
  private final Map<KeyHint, LoggedRegistration> signers = new HashMap<>();

  Dossier(Passport passport) {
    this.passport = passport;
    Map<Digest, LoggedHeader> headers = new HashMap<>();
    evidence().headers().forEach(header -> headers.put(header.id(), header));
    for (int i = 0; i < passport.parts().size(); i++) {
      Passport.Part part = passport.parts().get(i);
      SubjectProof proof = evidence().subjects().get(i);
      for (int j = 0; j < proof.filings().size(); j++) {
        Filing filing = proof.filings().get(j);
        Optional<LoggedHeader> header = Optional.ofNullable(headers.get(filing.headerId()));
        filed.add(new Filed(part.subject(), proof, filing, header, part.disclosures().get(j)));
      }
    }
    for (LoggedRegistration entry : evidence().registrations()) {
      KeyHint hint = new KeyHint(entry.registration().name(), entry.registration().key().kid());
      signers.putIfAbsent(hint, entry);
    }
  }

  Passport passport() {
    return passport;
  }

  Evidence evidence() {
    return passport.evidence();
  }

  /** Every filing of every subject, in the order of the file. */
  List<Filed> filed() {
    return filed;
  }

  /** The filings of one part, by its number. */
  List<Filed> filedOf(int part) {
    SubjectProof proof = evidence().subjects().get(part);
    return filed.stream().filter(one -> one.proof() == proof).toList();
  }

  /** The registration whose key {@code signed} names: by its issuer and kid. */
  Optional<LoggedRegistration> signer(Sign1 signed) {
    return Optional.ofNullable(signers.get(new KeyHint(signed.issuer(), signed.kid())));
  }

  long statements() {
    return filed.stream().mapToLong(one -> one.statements().size()).sum();
  }
}
