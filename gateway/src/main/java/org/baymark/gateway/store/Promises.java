package org.baymark.gateway.store;

/**
 * By which batch statements have to be filed, because it was promised: noted before the promise is
 * signed, in the commit that stores them, and kept by whoever seals.
 */
public final class Promises {

  /** Notes that all statements up to {@code row} will be filed by the batch {@code number}. */
  public void note(Transaction transaction, long number, long row) {
    transaction.update(
        "INSERT INTO promised (number, row) VALUES (?, ?)"
            + " ON CONFLICT (number) DO UPDATE SET row = max(row, excluded.row)",
        number,
        row);
  }

  /** The last row that the batch {@code number}, or one before it, has to reach; 0 if none has. */
  public long dueRow(Transaction transaction, long number) {
    return transaction
        .first(
            "SELECT coalesce(max(row), 0) FROM promised WHERE number <= ?",
            row -> row.integer(1),
            number)
        .orElse(0L);
  }

  /** Forgets what was promised by the batch {@code number}, which is sealed. */
  public void keptBy(Transaction transaction, long number) {
    transaction.update("DELETE FROM promised WHERE number <= ?", number);
  }
}
