package org.baymark.gateway.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.baymark.protocol.bytes.Bytes;

/**
 * Refused messages, for the operator: the newest of them, bounded in rows and in bytes, so that a
 * flood of nonsense costs its own history and nothing else.
 */
public final class Quarantine {
  private volatile Bounds bounds;

  // What the table holds now. Belongs to the writer's thread; empty when it has to be counted anew.
  private Optional<Held> held = Optional.empty();

  public Quarantine(long rowsMax, long bytesMax) {
    this.bounds = new Bounds(rowsMax, bytesMax);
  }

  private record Bounds(long rows, long bytes) {}

  /** Other bounds, which hold from the next message on. For any thread. */
  public void bound(long rowsMax, long bytesMax) {
    bounds = new Bounds(rowsMax, bytesMax);
  }

  /**
   * One refused message.
   *
   * @param transport mqtt or coap
   * @param reason the refusal's number
   * @param detail what was wrong, for a person
   */
  public record Entry(Instant at, String transport, int reason, String detail, Bytes bytes) {}

  private record Held(long rows, long bytes) {
    Held plus(long moreRows, long moreBytes) {
      return new Held(rows + moreRows, bytes + moreBytes);
    }
  }

  /**
   * Adds {@code entries}, oldest first, and lets the oldest of all go until the bounds hold. The
   * last thing that a work does: what undoes it later would leave a wrong count here.
   */
  public void add(Transaction transaction, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Held now = held.orElseGet(() -> count(transaction));
    held = Optional.empty(); // counted anew, should anything below fail
    for (Entry entry : entries) {
      transaction.update(
          "INSERT INTO refused (at, transport, reason, detail, bytes) VALUES (?, ?, ?, ?, ?)",
          entry.at().toEpochMilli(),
          entry.transport(),
          entry.reason(),
          entry.detail(),
          entry.bytes());
      now = now.plus(1, entry.bytes().size());
    }
    Bounds most = bounds;
    while (now.rows() > most.rows() || now.bytes() > most.bytes()) {
      long gone =
          transaction
              .first(
                  "DELETE FROM refused WHERE row = (SELECT min(row) FROM refused)"
                      + " RETURNING length(bytes)",
                  row -> row.integer(1))
              .orElseThrow();
      now = now.plus(-1, -gone);
    }
    held = Optional.of(now);
  }

  /** Counts anew: what was written may have been undone. */
  public void forget() {
    held = Optional.empty();
  }

  /** The newest entries first, at most {@code limit}. */
  public List<Entry> newest(Transaction transaction, int limit) {
    return transaction.list(
        "SELECT at, transport, reason, detail, bytes FROM refused ORDER BY row DESC LIMIT ?",
        row ->
            new Entry(
                Instant.ofEpochMilli(row.integer(1)),
                row.text(2),
                (int) row.integer(3),
                row.text(4),
                row.bytes(5)),
        limit);
  }

  /**
   * The bytes of those that {@code wanted} takes, the oldest first; the others are let go at once.
   */
  public List<Bytes> matching(Transaction transaction, Predicate<Bytes> wanted) {
    List<Bytes> found = new ArrayList<>();
    transaction.each(
        "SELECT bytes FROM refused ORDER BY row",
        row -> {
          Bytes bytes = row.bytes(1);
          return wanted.test(bytes) && found.add(bytes);
        });
    return found;
  }

  /**
   * What is here of all that was ever refused.
   *
   * @param dropped had to make room for newer ones
   */
  public record Extent(long kept, long dropped) {}

  public Extent extent(Transaction transaction) {
    long ever = // rows are numbered from 1, and no number is given twice
        transaction
            .first("SELECT seq FROM sqlite_sequence WHERE name = 'refused'", row -> row.integer(1))
            .orElse(0L);
    long kept = count(transaction).rows();
    return new Extent(kept, ever - kept);
  }

  private static Held count(Transaction transaction) {
    return transaction
        .first(
            "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM refused",
            row -> new Held(row.integer(1), row.integer(2)))
        .orElseThrow();
  }
}
