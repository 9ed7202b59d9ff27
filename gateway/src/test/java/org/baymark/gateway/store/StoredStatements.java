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

  /** Adds so many rows, made of the first one, with ids of their own. */
  public static int multiply(Transaction transaction, int rows) {
    return transaction.update(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            + " INSERT INTO statement (device, boot, seq, id, subject, bytes, received, flags)"
            + " SELECT device, boot, seq + i, randomblob(32), subject, bytes, received, flags"
            + " FROM statement, n WHERE row = 1",
        rows);
  }

  /** Changes what is kept, as only a broken disk or a hand would. */
  public static int meddle(Transaction transaction, String sql) {
    return transaction.update(sql);
  }

  /** From now on the disk is full. */
  public static long allowNoMorePages(Transaction transaction) {
    return transaction.first("PRAGMA max_page_count = 1", row -> row.integer(1)).orElseThrow();
  }

  /** As if no program that knows alarms had read here yet. */
  public static long forgetAlarms(Transaction transaction) {
    transaction.update("DELETE FROM binding");
    transaction.update("DELETE FROM binding_said");
    return transaction.update("DELETE FROM alarm_reading");
  }

  /** Without the pages' own map, which a program of version 4 did not ask for. */
  public static void asAnOlderProgramMadeIt(java.nio.file.Path file) {
    Transaction connection = Connecting.to(file, false);
    connection.execute("PRAGMA auto_vacuum = NONE");
    connection.execute("VACUUM");
    connection.close();
  }
}
