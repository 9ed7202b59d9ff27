package org.baymark.gateway.store;

import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** What tests ask the event log. */
public final class StoredStatements {
  private StoredStatements() {}

  /** One row, with what stands in it. */
  public record Stored(
      long boot, long seq, Digest id, String subject, Bytes bytes, boolean late, boolean lie) {}

  public static List<Stored> all(Transaction transaction) {
    return transaction.list(
        "SELECT boot, seq, statement.id, name, bytes, flags FROM statement"
            + " JOIN subject ON subject.id = statement.subject ORDER BY row",
        row ->
            new Stored(
                row.integer(1),
                row.integer(2),
                row.digest(3),
                row.text(4),
                row.bytes(5),
                (row.integer(6) & EventLog.LATE) != 0,
                (row.integer(6) & EventLog.EQUIVOCATION) != 0));
  }

  /** From now on the disk is full. */
  public static long allowNoMorePages(Transaction transaction) {
    return transaction.first("PRAGMA max_page_count = 1", row -> row.integer(1)).orElseThrow();
  }
}
