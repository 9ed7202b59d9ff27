package org.baymark.gateway.passport;

import java.util.List;
import java.util.Set;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.EvidenceRequest;

/**
 * What a passport will be about, and what evidence it takes.
 *
 * @param parts the subject, then the attached devices by name
 * @param keys thumbprints of those who signed the statements, as far as the log has them
 * @param head the accepted head that this was planned under
 */
record Plan(List<Part> parts, Set<Digest> keys, TreeHead head) {

  /** A subject, and which of its filings are wanted. */
  record Part(Subject subject, EvidenceRequest.Asked asked) {}

  EvidenceRequest request() {
    return new EvidenceRequest(
        parts.stream().map(Part::asked).toList(), keys.stream().sorted().toList());
  }
}
