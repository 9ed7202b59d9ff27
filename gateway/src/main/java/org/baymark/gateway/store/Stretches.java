package org.baymark.gateway.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of records that accepted covers name. Covers stand in a row, so a boot has mostly one
 * stretch, which grows; no two touch.
 */
final class Stretches {
  private static final String SELECT = "SELECT boot, first, last, records FROM covered";

  /**
   * Consecutive numbers of a boot.
   *
   * @param records how many there are of these numbers
   */
  record Stretch(long boot, long first, long last, long records) {
    private static Stretch read(Row row) throws SQLException {
      return new Stretch(row.integer(1), row.integer(2), row.integer(3), row.integer(4));
    }
  }

  /** All of a key, in the order of boots and numbers. */
  List<Stretch> all(Transaction transaction, long key) {
    return transaction.list(SELECT + " WHERE key = ? ORDER BY boot, first", Stretch::read, key);
  }

  /** The one that holds {@code number}. */
  Optional<Stretch> around(Transaction transaction, long key, long boot, long number) {
    return before(transaction, key, boot, number).filter(it -> it.last() >= number);
  }

  /** The last one that begins at {@code number} or before. */
  private static Optional<Stretch> before(
      Transaction transaction, long key, long boot, long number) {
    return transaction.first(
        SELECT + " WHERE key = ? AND boot = ? AND first <= ? ORDER BY first DESC LIMIT 1",
        Stretch::read,
        key,
        boot,
        number);
  }

  /** One record more is there. */
  void grow(Transaction transaction, long key, Stretch stretch) {
    transaction.update(
        "UPDATE covered SET records = records + 1 WHERE key = ? AND boot = ? AND first = ?",
        key,
        stretch.boot(),
        stretch.first());
  }

  /** Adds these numbers, and makes one of what touches then. */
  void cover(Transaction transaction, long key, long boot, long first, long last) {
    List<Stretch> touched = touching(transaction, key, boot, first, last);
    long begin = touched.stream().mapToLong(Stretch::first).reduce(first, Math::min);
    long end = touched.stream().mapToLong(Stretch::last).reduce(last, Math::max);
    boolean overlaps = touched.stream().anyMatch(it -> it.last() >= first && it.first() <= last);
    long records =
        overlaps
            ? count(transaction, key, boot, begin, end)
            : touched.stream().mapToLong(Stretch::records).sum()
                + count(transaction, key, boot, first, last);
    for (Stretch old : touched) {
      transaction.update(
          "DELETE FROM covered WHERE key = ? AND boot = ? AND first = ?", key, boot, old.first());
    }
    transaction.update(
        "INSERT INTO covered (key, boot, first, last, records) VALUES (?, ?, ?, ?, ?)",
        key,
        boot,
        begin,
        end,
        records);
  }

  private static List<Stretch> touching(
      Transaction transaction, long key, long boot, long first, long last) {
    long from = before(transaction, key, boot, first).map(Stretch::first).orElse(first);
    return transaction
        .list(
            SELECT + " WHERE key = ? AND boot = ? AND first >= ? AND first <= ?",
            Stretch::read,
            key,
            boot,
            from,
            last + 1)
        .stream()
        .filter(it -> it.last() >= first - 1)
        .toList();
  }

  private static long count(Transaction transaction, long key, long boot, long first, long last) {
    return transaction
        .first(
            "SELECT count(*) FROM record WHERE key = ? AND boot = ? AND number BETWEEN ? AND ?",
            row -> row.integer(1),
            key,
            boot,
            first,
            last)
        .orElseThrow();
  }
}
