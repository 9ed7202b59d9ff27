package org.baymark.gateway.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * This and what another store has about the same: of a subject that both ask about, everything.
   * One passport is of one key, so of a subject that the other has under another key, only ours.
   */
  Plan and(Plan other) {
    Map<Subject, Part> all = new LinkedHashMap<>();
    parts.forEach(part -> all.put(part.subject(), part));
    other.parts.forEach(part -> all.merge(part.subject(), part, Plan::whole));
    List<Part> sorted = new ArrayList<>(all.values());
    Part first = sorted.remove(0);
    sorted.sort(Comparator.comparing(part -> part.subject().text()));
    sorted.add(0, first);
    Set<Digest> everyone = new HashSet<>(keys);
    everyone.addAll(other.keys);
    return new Plan(sorted, everyone, head.size() >= other.head.size() ? head : other.head);
  }

  private static Part whole(Part ours, Part theirs) {
    return ours.asked().subjectKey().equals(theirs.asked().subjectKey())
        ? new Part(
            ours.subject(), new EvidenceRequest.Asked(ours.asked().subjectKey(), Optional.empty()))
        : ours;
  }

  EvidenceRequest request() {
    return new EvidenceRequest(
        parts.stream().map(Part::asked).toList(), keys.stream().sorted().toList());
  }
}
