package org.baymark.gateway.store;

/**
 * How much a store holds.
 *
 * @param records that went without a signature
 * @param unsealed statements that no batch holds yet
 * @param lastBatch its number; 0 before the first
 */
public record Contents(
    long devices, long statements, long records, long batches, long lastBatch, long unsealed) {

  static Contents of(Transaction transaction) {
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
                    row.integer(3),
                    row.integer(4),
                    row.integer(5),
                    row.integer(6)))
        .orElseThrow();
  }
}
