package org.baymark.protocol.passport;

import java.util.List;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;

/**
 * Step "in-batch": the statements of each disclosure are all that their batch holds about the
 * subject. Both storeys are recomputed whole or by a path of the exact length.
 */
final class InBatch {
  private InBatch() {}

  static Finding check(Dossier dossier) {
    Faults faults = new Faults();
    for (int i = 0; i < dossier.passport().parts().size(); i++) {
      Subject subject = dossier.passport().parts().get(i).subject();
      Digest subjectKey = dossier.evidence().subjects().get(i).subjectKey();
      faults.demand(
          keyFits(subject, subjectKey), "the subject key of " + subject + " is not that device's");
    }
    for (Filed filed : dossier.filed()) {
      filed.disclosure().ifPresent(disclosure -> check(filed, disclosure, faults));
    }
    long batches = dossier.filed().stream().map(one -> one.filing().headerId()).distinct().count();
    return faults.finding(
        Step.IN_BATCH, dossier.statements() + " statements stand in " + batches + " batches");
  }

  /** A device's key follows from its name; a shipment's only from its papers (step "complete"). */
  static boolean keyFits(Subject subject, Digest subjectKey) {
    return !subject.isDevice() || ShipmentKey.ofDevice(subject).subjectKey().equals(subjectKey);
  }

  private static void check(Filed filed, Passport.Disclosure disclosure, Faults faults) {
    String where = filed.subject() + " in " + filed.text();
    List<Sign1> statements = filed.signed();
    boolean sameSubject =
        statements.stream().allMatch(one -> one.subject().equals(filed.subject()));
    faults.demand(sameSubject, "a statement about something else than " + where);
    boolean ordered = SubjectTree.isOrdered(statements);
    faults.demand(ordered, "statements out of order: " + where);
    faults.demand(filed.header().isPresent(), "no header for " + where);
    if (!ordered || filed.header().isEmpty()) {
      return;
    }
    LoggedHeader header = filed.header().get();
    Digest subjectKey = filed.proof().subjectKey();
    SubjectEntry entry =
        new SubjectTree(header.gateway(), header.header().number(), subjectKey, statements).entry();
    faults.demand(
        entry.n() == filed.filing().n() && entry.root().equals(filed.filing().subjectRoot()),
        "not the statements that were filed about " + where);
    faults.demand(
        header.holds(entry, disclosure.entryIndex(), disclosure.path()),
        "not in the batch: " + where);
  }
}
