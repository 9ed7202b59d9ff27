package org.baymark.protocol.passport;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Unverified;

/** One filing of a subject, with all that the passport holds about it. */
record Filed(
    Subject subject,
    SubjectProof proof,
    Filing filing,
    Optional<LoggedHeader> header,
    Optional<Passport.Disclosure> disclosure) {

  List<Unverified> statements() {
    return disclosure.map(Passport.Disclosure::statements).orElse(List.of());
  }

  List<Sign1> signed() {
    return statements().stream().map(Unverified::signed).toList();
  }

  /** For a person: where it was filed. */
  String text() {
    return header
        .map(LoggedHeader::text)
        .orElse("a batch whose header is not in the file (" + filing.headerId() + ")");
  }
}
