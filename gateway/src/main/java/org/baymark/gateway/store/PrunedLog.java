package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;

/**
 * Which batches' statements were moved into files of their own: from the first batch on, file after
 * file. What proves them stays: headers, the subjects' roots, and of each statement its row.
 */
public final class PrunedLog {
  /**
   * Statements that one work takes the bytes from: others that wait for the disk are not held up.
   */
  private static final int CLEAR_ROWS = 200;

  /**
   * A file and what lies in it.
   *
   * @param cleared the last row whose bytes are gone from the store
   * @param file where it was written, seen from the store's folder
   * @param size bytes
   * @param digest SHA-256 of it
   */
  public record Pruned(
      long firstBatch,
      long lastBatch,
      long firstRow,
      long lastRow,
      long cleared,
      String file,
      long size,
      Digest digest,
      Instant at) {
    public long statements() {
      return lastRow - firstRow + 1;
    }
  }

  /**
   * A batch that may be pruned: no other is before it, and a proof has shown it under a certified
   * head.
   *
   * @param closed when the last of its statements was received
   * @param bytes of its statements
   */
  public record Candidate(
      long batch, long firstRow, long lastRow, Instant closed, long bytes, Digest headerId) {}

  /** All files, by batch; none in a store of an older program, which knew none. */
  public List<Pruned> all(Transaction transaction) {
    boolean isOlder =
        transaction
            .first("SELECT 1 FROM sqlite_schema WHERE name = 'pruned'", row -> true)
            .isEmpty();
    return isOlder
        ? List.of()
        : transaction.list(
            "SELECT first_batch, last_batch, first_row, last_row, cleared, file, size, digest, at"
                + " FROM pruned ORDER BY first_batch",
            PrunedLog::read);
  }

  private static Pruned read(Row row) throws SQLException {
    return new Pruned(
        row.integer(1),
        row.integer(2),
        row.integer(3),
        row.integer(4),
        row.integer(5),
        row.text(6),
        row.integer(7),
        row.digest(8),
        Instant.ofEpochMilli(row.integer(9)));
  }

  /** The last batch that was pruned; 0 before the first. */
  public long through(Transaction transaction) {
    return transaction
        .first("SELECT coalesce(max(last_batch), 0) FROM pruned", row -> row.integer(1))
        .orElse(0L);
  }

  /** The oldest batches that may be pruned, {@code max} at most. */
  public List<Candidate> candidates(Transaction transaction, int max) {
    return transaction.list(
        "SELECT number, first_row, last_row,"
            + " (SELECT received FROM statement WHERE row = last_row),"
            + " (SELECT sum(length(bytes)) FROM statement WHERE row BETWEEN first_row AND last_row),"
            + " header_id FROM batch WHERE number > ?"
            + " AND number <= (SELECT coalesce(max(batch), 0) FROM anchored)"
            + " ORDER BY number LIMIT ?",
        row ->
            new Candidate(
                row.integer(1),
                row.integer(2),
                row.integer(3),
                Instant.ofEpochMilli(row.integer(4)),
                row.integer(5),
                row.digest(6)),
        through(transaction),
        max);
  }

  /**
   * Notes that a file holds these batches. From this commit on their statements are read from
   * there, and may be cleared here.
   *
   * @throws IllegalStateException if others lie between, or no proof has shown the last
   */
  public void note(Transaction transaction, Pruned pruned) {
    long anchored =
        transaction.first("SELECT batch FROM anchored", row -> row.integer(1)).orElse(0L);
    if (pruned.firstBatch() != through(transaction) + 1 || pruned.lastBatch() > anchored) {
      throw new IllegalStateException(
          "batches %d to %d are not due to be pruned"
              .formatted(pruned.firstBatch(), pruned.lastBatch()));
    }
    transaction.update(
        "INSERT INTO pruned (first_batch, last_batch, first_row, last_row, cleared, file, size,"
            + " digest, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        pruned.firstBatch(),
        pruned.lastBatch(),
        pruned.firstRow(),
        pruned.lastRow(),
        pruned.cleared(),
        pruned.file(),
        pruned.size(),
        pruned.digest(),
        pruned.at().toEpochMilli());
  }

  private record Skeleton(
      long row,
      long device,
      long boot,
      long seq,
      Digest id,
      long subject,
      long received,
      long flags) {}

  /**
   * Takes the bytes from some statements that lie in a file now. Whether there are more to do.
   *
   * <p>The rows are deleted and put in again, because SQLite frees no page of a table where a row
   * merely becomes shorter (btree.c balances where a cell is deleted or does not fit).
   */
  public boolean clear(Transaction transaction) {
    Optional<Pruned> due =
        transaction.first(
            "SELECT first_batch, last_batch, first_row, last_row, cleared, file, size, digest, at"
                + " FROM pruned WHERE cleared < last_row ORDER BY first_batch LIMIT 1",
            PrunedLog::read);
    if (due.isEmpty()) {
      return false;
    }
    long first = due.get().cleared() + 1;
    long last = Math.min(due.get().lastRow(), first + CLEAR_ROWS - 1);
    List<Skeleton> rows =
        transaction.list(
            "SELECT row, device, boot, seq, id, subject, received, flags FROM statement"
                + " WHERE row BETWEEN ? AND ? ORDER BY row",
            row ->
                new Skeleton(
                    row.integer(1),
                    row.integer(2),
                    row.integer(3),
                    row.integer(4),
                    row.digest(5),
                    row.integer(6),
                    row.integer(7),
                    row.integer(8)),
            first,
            last);
    transaction.update("DELETE FROM statement WHERE row BETWEEN ? AND ?", first, last);
    for (Skeleton row : rows) {
      transaction.update(
          "INSERT INTO statement (row, device, boot, seq, id, subject, bytes, received, flags)"
              + " VALUES (?, ?, ?, ?, ?, ?, x'', ?, ?)",
          row.row(),
          row.device(),
          row.boot(),
          row.seq(),
          row.id(),
          row.subject(),
          row.received(),
          row.flags());
    }
    transaction.update(
        "UPDATE pruned SET cleared = ? WHERE first_batch = ?", last, due.get().firstBatch());
    return true;
  }
}
