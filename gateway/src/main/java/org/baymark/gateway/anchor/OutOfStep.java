package org.baymark.gateway.anchor;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Transaction;

/**
 * What to make of members who say that a batch is not the next one. In a new epoch they put what
 * was taken and not certified into the log again, one after the other, and until then it lacks what
 * they gave a receipt for; and a member that lies gives one for nothing. So the batch before is
 * sent again first: where the log has it, that changes nothing, and where it does not, it is there
 * then. Belongs to the store's thread.
 */
final class OutOfStep {
  private static final Set<String> TITLES = Set.of("wrong-number", "wrong-previous");

  /** So often it is said of a batch whose predecessor a certified head covers: then it is so. */
  private static final int TIMES = 5;

  private final Outbox outbox;
  private final HeadLog heads;
  private long before; // what was sent again last, and how often a head covered it
  private int times;

  OutOfStep(Outbox outbox, HeadLog heads) {
    this.outbox = outbox;
    this.heads = heads;
  }

  static boolean isSaidBy(Answer.Refused<?> refused) {
    return refused.status() == 409 && TITLES.contains(refused.title());
  }

  /** Whether the one before {@code batch} is sent again; if not, the refusal is final. */
  boolean sendsAgain(Transaction transaction, long batch) {
    if (batch - 1 != before) {
      before = batch - 1;
      times = 0;
    }
    if (isCovered(transaction)) {
      times++;
    }
    boolean isInDoubt = before > 0 && times < TIMES;
    if (isInDoubt) {
      outbox.sendAgain(transaction, before);
    }
    return isInDoubt;
  }

  private boolean isCovered(Transaction transaction) {
    OptionalLong index = outbox.logIndex(transaction, before);
    Optional<HeadLog.Head> head = heads.newest(transaction);
    return index.isPresent() && head.filter(it -> it.tree().size() > index.getAsLong()).isPresent();
  }
}
