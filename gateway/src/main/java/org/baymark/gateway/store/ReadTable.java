package org.baymark.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** How far the rules of alarms have read what is stored, and what they read next. */
public final class ReadTable {
  /** Up to this row the rules have read; up to {@code sinceRow} nothing is an alarm. */
  public record Mark(long row, long sinceRow) {}

  /** A stored statement as the rules read it; without bytes where it was pruned. */
  public record Read(long row, Instant received, boolean equivocation, Bytes encoded) {}

  /** Where to read on; empty before the first time. */
  public Optional<Mark> mark(Transaction transaction) {
    return transaction.first(
        "SELECT row, since_row FROM alarm_reading",
        row -> new Mark(row.integer(1), row.integer(2)));
  }

  public void keep(Transaction transaction, Mark mark) {
    transaction.update(
        "INSERT INTO alarm_reading (only, row, since_row) VALUES (1, ?, ?)"
            + " ON CONFLICT (only) DO UPDATE SET row = excluded.row",
        mark.row(),
        mark.sinceRow());
  }

  /** The last row that is stored; 0 if none is. */
  public long lastRow(Transaction transaction) {
    return transaction
        .first("SELECT coalesce(max(row), 0) FROM statement", row -> row.integer(1))
        .orElseThrow();
  }

  public List<Read> after(Transaction transaction, long row, int limit) {
    return transaction.list(
        "SELECT row, received, flags, bytes FROM statement WHERE row > ? ORDER BY row LIMIT ?",
        found ->
            new Read(
                found.integer(1),
                Instant.ofEpochMilli(found.integer(2)),
                (found.integer(3) & EventLog.EQUIVOCATION) != 0,
                found.bytes(4)),
        row,
        limit);
  }
}
