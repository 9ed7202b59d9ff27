package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.merkle.TreeHead;

/** What a batch is asked before the log takes it (PROTOCOL.md, "Batch"), in the order asked. */
final class BatchRules {
  private BatchRules() {}

  /** The gateway is known, may seal batches, and signed this header with its registered key. */
  static RegisteredKey sender(Sign1 header, Optional<RegisteredKey> found)
      throws RejectionException {
    DevUrn gateway = header.issuer();
    if (found.isEmpty()) {
      throw new RejectionException(Rejection.UNKNOWN_GATEWAY, gateway + " is not registered");
    }
    RegisteredKey key = found.get();
    demand(
        key.registration().isGateway(),
        Rejection.NOT_A_GATEWAY,
        gateway + " is not registered to seal batches");
    demand(
        header.signedBy(key.registration().key()),
        Rejection.BAD_SIGNATURE,
        "not signed by the key that entry " + key.index() + " registers for " + gateway);
    return key;
  }

  static void live(RegisteredKey key) throws RejectionException {
    Optional<RegisteredKey.End> end = key.end();
    if (end.isPresent()) {
      String detail = "entry " + end.get().index() + " revoked " + key.registration().name();
      throw new RejectionException(Rejection.REVOKED_GATEWAY, detail);
    }
  }

  /** It is the next of the gateway's chain. */
  static void next(BatchHeader header, Optional<GatewayState> last) throws RejectionException {
    long due = last.map(GatewayState::number).orElse(0L) + 1;
    demand(
        header.number() == due,
        Rejection.WRONG_NUMBER,
        "batch " + header.number() + " where batch " + due + " is due");
    demand(
        header.previous().equals(last.map(GatewayState::headerId)),
        Rejection.WRONG_PREVIOUS,
        "the header of batch " + (due - 1) + " has another id");
  }

  /** The checkpoint that the gateway saw is one that this log closed. */
  static void seen(BatchHeader header, Closings closed) throws RejectionException {
    Optional<TreeHead> seen = header.lastSeen();
    if (seen.isPresent() && !closed.contains(seen.get())) {
      String detail = "no checkpoint of this log has size " + seen.get().size() + " and that root";
      throw new RejectionException(Rejection.UNKNOWN_CHECKPOINT, detail);
    }
  }

  /** The subject entries are the ones that the header stands for. */
  static void covered(DevUrn gateway, BatchHeader header, List<SubjectEntry> subjects)
      throws RejectionException {
    demand(
        Batch.isOrdered(subjects),
        Rejection.SUBJECTS_OUT_OF_ORDER,
        "subject entries not strictly ascending by K");
    demand(
        subjects.size() == header.subjects(),
        Rejection.WRONG_COUNTS,
        subjects.size() + " subject entries where the header says " + header.subjects());
    long left = header.statements();
    for (SubjectEntry subject : subjects) {
      left -= Math.min(left + 1, subject.n()); // stops at -1: a sum of counts may pass 2^63
    }
    demand(
        left == 0,
        Rejection.WRONG_COUNTS,
        "the subject entries do not sum up to the header's " + header.statements());
    demand(
        Batch.root(gateway, header.number(), subjects).equals(header.root()),
        Rejection.WRONG_ROOT,
        "the subject entries have another root than the header");
  }

  /** No subject's count leaves what the index can hold. */
  static void countable(List<SubjectEntry> subjects, Filings filings) throws RejectionException {
    for (SubjectEntry subject : subjects) {
      demand(
          subject.n() <= TreeHead.SIZE_MAX - filings.statements(subject.subjectKey()),
          Rejection.TOO_MANY_STATEMENTS,
          "more statements about " + subject.subjectKey() + " than can be counted");
    }
  }
}
