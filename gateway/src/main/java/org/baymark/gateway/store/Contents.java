package org.baymark.gateway.store;

/**
 * How much a store holds.
 *
 * @param pruned those of the statements that lie in files of their own
 * @param records that went without a signature
 * @param unsealed statements that no batch holds yet
 * @param lastBatch its number; 0 before the first
 */
public record Contents(
    long devices,
    long statements,
    long pruned,
    long records,
    long batches,
    long lastBatch,
    long unsealed) {

  static Contents of(Transaction transaction) {
    long pruned =
        new PrunedLog().all(transaction).stream().mapToLong(PrunedLog.Pruned::statements).sum();
    return transaction
        .first(
            "SELECT (SELECT count(*) FROM device), (SELECT count(*) FROM statement),"
                + " (SELECT count(*) FROM record), (SELECT count(*) FROM batch),"
                + " (SELECT coalesce(max(number), 0) FROM batch),"
                + " (SELECT count(*) FROM statement"
                + " WHERE row > (SELECT coalesce(max(last_row), 0) FROM batch))",
            row ->
                new Contents(
                    row.integer(1),
                    row.integer(2),
                    pruned,
                    row.integer(3),
                    row.integer(4),
                    row.integer(5),
                    row.integer(6)))
        .orElseThrow();
  }
}
