package org.baymark.gateway.store;

/** The index by device and number, for who holds it against the statements. */
public final class StoredNumbers {
  private StoredNumbers() {}

  /** Whether the store has such an index; one of a version before 6 has another, SQLite's own. */
  public static boolean areKept(Transaction transaction) {
    return transaction
        .first("SELECT 1 FROM sqlite_schema WHERE name = 'numbered'", row -> true)
        .orElse(false);
  }

  /**
   * What does not fit.
   *
   * @param entries of the index, all of them
   * @param strange those that name no statement of their device and number, or one that they should
   *     not name yet
   * @param missing statements that it should name and does not
   * @param miscounted starts of devices of which more or fewer are counted than there are
   */
  public record Faults(long entries, long strange, long missing, long miscounted) {}

  /** Holds index and counts against the statements, both ways. */
  public static Faults faults(Transaction transaction) {
    return new Faults(
        count(transaction, "SELECT count(*) FROM numbered"),
        count(
            transaction,
            "SELECT count(*) FROM numbered AS n LEFT JOIN statement AS said ON said.row = n.row"
                + " WHERE n.row > "
                + Numbers.INDEXED
                + " OR (said.device, said.boot, said.seq) IS NOT (n.device, n.boot, n.seq)"),
        count(
            transaction,
            "SELECT count(*) FROM statement AS said WHERE row <= "
                + Numbers.INDEXED
                + " AND NOT EXISTS (SELECT 1 FROM numbered AS n WHERE n.device = said.device"
                + " AND n.boot = said.boot AND n.seq = said.seq AND n.row = said.row)"),
        count(
            transaction, "SELECT count(*) FROM (SELECT DISTINCT device, boot FROM (" + MISCOUNTED));
  }

  /** Starts of devices that are counted otherwise than the index says, in either direction. */
  private static final String COUNTED =
      "SELECT device, boot, statements, numbers, last, anchored FROM counted";

  private static final String RECOUNTED =
      "SELECT device, boot, count(*), count(DISTINCT seq), max(seq), sum(row <= (SELECT"
          + " coalesce(max(last_row), 0) FROM batch WHERE number = (SELECT batch FROM anchored)))"
          + " FROM numbered GROUP BY device, boot";

  private static final String MISCOUNTED =
      "SELECT * FROM ("
          + COUNTED
          + " EXCEPT "
          + RECOUNTED
          + ") UNION ALL SELECT * FROM ("
          + RECOUNTED
          + " EXCEPT "
          + COUNTED
          + ")))";

  private static long count(Transaction transaction, String sql) {
    return transaction.first(sql, row -> row.integer(1)).orElseThrow();
  }
}
