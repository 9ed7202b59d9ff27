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
 * sent again first, to another member each time: where the log has it, that changes nothing, and
 * where it does not, it is there as soon as an honest one is asked. Belongs to the store's thread.
 */
final class OutOfStep {
  private static final Set<String> TITLES = Set.of("wrong-number", "wrong-previous");

  /** So often it is said of a batch whose predecessor a certified head covers: then it is so. */
  private static final int TIMES = 5;

  /** What comes of it. */
  enum Course {
    /** The one before is sent again, now. */
    GOES_BACK,
    /** It was sent again just now, and is once more, after a while. */
    ASKS_AGAIN,
    /** The log does hold the one before, and does not take this one. */
    IS_SO
  }

  private final Outbox outbox;
  private final HeadLog heads;
  private volatile long before; // what was sent again last; 0 for nothing
  private int times; // how often a head covered it

  OutOfStep(Outbox outbox, HeadLog heads) {
    this.outbox = outbox;
    this.heads = heads;
  }

  static boolean isSaidBy(Answer.Refused<?> refused) {
    return refused.status() == 409 && TITLES.contains(refused.title());
  }

  /** Whether something is sent again, and what follows on it not taken yet. For any thread. */
  boolean isInDoubt() {
    return before > 0;
  }

  /** The log took {@code batch}. */
  void taken(long batch) {
    if (batch > before) {
      before = 0;
    }
  }

  /** Members said it of {@code batch}. */
  Course said(Transaction transaction, long batch) {
    boolean isNew = batch - 1 != before;
    before = batch - 1;
    times = (isNew ? 0 : times) + (isCovered(transaction) ? 1 : 0);
    if (before == 0 || times == TIMES) {
      return Course.IS_SO;
    }
    outbox.sendAgain(transaction, before);
    return isNew ? Course.GOES_BACK : Course.ASKS_AGAIN;
  }

  private boolean isCovered(Transaction transaction) {
    OptionalLong index = outbox.logIndex(transaction, before);
    Optional<HeadLog.Head> head = heads.newest(transaction);
    return index.isPresent() && head.filter(it -> it.tree().size() > index.getAsLong()).isPresent();
  }
}
