package org.baymark.gateway.anchor;

import java.util.Set;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Transaction;

/**
 * What is sent again though a member gave a receipt for it. In a new epoch members put what was
 * taken and not certified into the log again, one after the other, and until then it lacks what
 * they gave a receipt for; and a member that lies gives one for nothing. So where members say that
 * a batch is not the next one, the batch before is sent again first, and where nobody proves that
 * the log holds a batch, that batch is; to so many members that one at least is honest: where the
 * log has it, that changes nothing.
 */
public final class Resending {
  private static final Set<String> TITLES = Set.of("wrong-number", "wrong-previous");

  /** So often it is said of a batch whose predecessor is proven to be in the log: then it is so. */
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
  private final BatchLog batches;
  private volatile long doubted; // what was sent again last; 0 for nothing
  private int times; // the store's thread owns it: how often it was proven to be there

  public Resending(Outbox outbox, BatchLog batches) {
    this.outbox = outbox;
    this.batches = batches;
  }

  static boolean isSaidBy(Answer.Refused<?> refused) {
    return refused.status() == 409 && TITLES.contains(refused.title());
  }

  /** Whether something is sent again, and what follows on it not taken yet. For any thread. */
  boolean isInDoubt() {
    return doubted > 0;
  }

  /** The log took {@code batch}. */
  void taken(long batch) {
    if (batch > doubted) {
      doubted = 0;
    }
  }

  /** Members said it of {@code batch}. On the store's thread. */
  Course said(Transaction transaction, long batch) {
    long before = batch - 1;
    boolean isNew = before != doubted;
    doubted = before;
    times = (isNew ? 0 : times) + (before <= batches.lastAnchored(transaction) ? 1 : 0);
    if (before == 0 || times == TIMES) {
      return Course.IS_SO;
    }
    outbox.sendAgain(transaction, before);
    return isNew ? Course.GOES_BACK : Course.ASKS_AGAIN;
  }

  /** Nobody proves that the log holds {@code batch}. On the store's thread. */
  void unproven(Transaction transaction, long batch) {
    if (doubted != batch) {
      doubted = batch;
      times = 0;
    }
    outbox.sendAgain(transaction, batch);
  }
}
