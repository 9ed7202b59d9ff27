package org.baymark.gateway.store;

import java.util.List;
import java.util.Optional;
import org.baymark.gateway.store.EventLog.Highest;
import org.baymark.gateway.store.EventLog.Kept;

/**
 * Which statement bears which number. The table of statements has no index, which would write a
 * page for each device in each commit. An index of its own takes in many statements at once, sorted
 * by device; the numbers of those after them lie in a database in memory that is attached to the
 * writer's connection, so that a work that is undone is undone there too. Readers look through the
 * rows of these few. Methods that need the memory say so; it belongs to the writer's thread.
 */
final class Numbers {
  /**
   * The index takes in all that came each time so many rows are full: few enough to be looked
   * through in some milliseconds, and to be taken in while others wait; enough to write mostly full
   * pages.
   */
  static final int EVERY = 16_384;

  /** The last row that the index holds: as an expression, for readers. */
  static final String INDEXED = "(SELECT coalesce(max(row), 0) FROM indexed)";

  /** How many different numbers of a group of rows the index does not hold. */
  static final String NEW_NUMBERS =
      "count(DISTINCT CASE WHEN NOT EXISTS (SELECT 1 FROM numbered AS n"
          + " WHERE n.device = said.device AND n.boot = said.boot AND n.seq = said.seq)"
          + " THEN said.seq END)";

  /** The last row that an accepted head is proven to cover. */
  private static final String ANCHORED =
      "(SELECT coalesce(max(last_row), 0) FROM batch WHERE number = (SELECT batch FROM anchored))";

  private Numbers() {}

  /** Makes the memory; outside of a transaction. */
  static void attach(Transaction writer) {
    writer.execute("ATTACH ':memory:' AS memory");
    writer.execute(
        "CREATE TABLE memory.late (device INTEGER NOT NULL, boot INTEGER NOT NULL,"
            + " seq INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (device, boot, seq, row))"
            + " STRICT, WITHOUT ROWID");
  }

  /** Fills the memory; first takes into the index what is too much for it. */
  static void load(Transaction writer) {
    if (lastRow(writer) - indexed(writer) >= EVERY) {
      takeIn(writer);
    }
    writer.update(
        "INSERT INTO memory.late SELECT device, boot, seq, row FROM statement WHERE row > "
            + INDEXED);
  }

  /** The statement in {@code row}, which is the newest, bears this number. In the memory. */
  static void add(Transaction writer, long device, long boot, long seq, long row) {
    writer.update(
        "INSERT INTO memory.late (device, boot, seq, row) VALUES (?, ?, ?, ?)",
        device,
        boot,
        seq,
        row);
    if (row % EVERY == 0) { // rows are numbered without gaps
      takeIn(writer);
    }
  }

  /**
   * Takes all that came into the index, in parts: sorting a large store needs no more memory than a
   * small one. Empties the memory.
   */
  static void takeIn(Transaction writer) {
    long last = lastRow(writer);
    for (long first = indexed(writer) + 1; first <= last; first += EVERY) {
      index(writer, first, Math.min(last, first + EVERY - 1));
    }
    writer.update("DELETE FROM memory.late");
  }

  /** All statements with this number, by row. From index and memory. */
  static List<Kept> numbered(Transaction writer, long device, long boot, long seq) {
    return writer.list(
        "SELECT said.row, said.id FROM"
            + " (SELECT row FROM numbered WHERE device = ?1 AND boot = ?2 AND seq = ?3"
            + " UNION ALL"
            + " SELECT row FROM memory.late WHERE device = ?1 AND boot = ?2 AND seq = ?3) AS found"
            + " JOIN statement AS said ON said.row = found.row ORDER BY said.row",
        row -> new Kept(row.integer(1), row.digest(2)),
        device,
        boot,
        seq);
  }

  /** The highest number of a device. From index and memory. */
  static Optional<Highest> highest(Transaction writer, long device) {
    return writer.first(
        "SELECT boot, seq FROM"
            + " (SELECT * FROM (SELECT boot, seq FROM numbered WHERE device = ?1"
            + " ORDER BY boot DESC, seq DESC LIMIT 1)"
            + " UNION ALL"
            + " SELECT * FROM (SELECT boot, seq FROM memory.late WHERE device = ?1"
            + " ORDER BY boot DESC, seq DESC LIMIT 1))"
            + " ORDER BY boot DESC, seq DESC LIMIT 1",
        row -> new Highest(row.integer(1), row.integer(2)),
        device);
  }

  /**
   * Counts the statements of the rows above {@code above} and up to {@code to} as anchored; to be
   * called before the store says that they are. What the index does not hold yet is counted when it
   * is taken in.
   */
  static void anchored(Transaction transaction, long above, long to) {
    long last = Math.min(to, indexed(transaction));
    if (last <= above) {
      return;
    }
    transaction.update(
        "UPDATE counted SET anchored = anchored + more.n FROM"
            + " (SELECT device, boot, count(*) AS n FROM statement"
            + " WHERE row > ? AND row <= ? GROUP BY device, boot) AS more"
            + " WHERE counted.device = more.device AND counted.boot = more.boot",
        above,
        last);
  }

  private static long indexed(Transaction transaction) {
    return transaction.first("SELECT " + INDEXED, row -> row.integer(1)).orElseThrow();
  }

  private static long lastRow(Transaction transaction) {
    return transaction
        .first("SELECT coalesce(max(row), 0) FROM statement", row -> row.integer(1))
        .orElseThrow();
  }

  private static void index(Transaction writer, long first, long last) {
    writer.update(
        "INSERT INTO counted (device, boot, statements, numbers, last, anchored)"
            + " SELECT device, boot, count(*), "
            + NEW_NUMBERS
            + ", max(seq), sum(row <= "
            + ANCHORED
            + ") FROM statement AS said WHERE row BETWEEN ? AND ? GROUP BY device, boot"
            + " ON CONFLICT (device, boot) DO UPDATE SET"
            + " statements = statements + excluded.statements,"
            + " numbers = numbers + excluded.numbers,"
            + " last = max(last, excluded.last),"
            + " anchored = anchored + excluded.anchored",
        first,
        last);
    writer.update(
        "INSERT INTO numbered (device, boot, seq, row) SELECT device, boot, seq, row FROM statement"
            + " WHERE row BETWEEN ? AND ? ORDER BY device, boot, seq, row",
        first,
        last);
    writer.update(
        "INSERT INTO indexed (only, row) VALUES (1, ?)"
            + " ON CONFLICT (only) DO UPDATE SET row = excluded.row",
        last);
  }
}
