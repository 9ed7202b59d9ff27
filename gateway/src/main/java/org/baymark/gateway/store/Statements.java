package org.baymark.gateway.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Sensor.Place;

/** The stored statements, as the rooms after admission read them. */
public final class Statements {
  /** One of them, with its place in the order of commits. */
  public record Stored(long row, Instant received, Bytes encoded) {}

  /**
   * Those after some row.
   *
   * @param statements from 1
   * @param oldest the earliest time at which one of them was received
   * @param newest the latest
   * @param lastRow the row of the last of them
   */
  public record Backlog(long statements, long bytes, Instant oldest, Instant newest, long lastRow) {

    /** Both, where {@code next} is what was stored after this. */
    public Backlog and(Backlog next) {
      return new Backlog(
          statements + next.statements,
          bytes + next.bytes,
          oldest.isBefore(next.oldest) ? oldest : next.oldest,
          newest.isAfter(next.newest) ? newest : next.newest,
          next.lastRow);
    }
  }

  /**
   * Of one device.
   *
   * @param anchored those that an accepted head covers
   */
  public record Counts(long accepted, long anchored) {}

  /** Counts what was stored after {@code row}; empty if nothing was. */
  public Optional<Backlog> backlog(Transaction transaction, long row) {
    return transaction
        .first(
            "SELECT count(*), sum(length(bytes)), min(received), max(received), max(row) FROM statement"
                + " WHERE row > ?",
            found ->
                new Backlog(
                    found.integer(1),
                    found.integer(2),
                    Instant.ofEpochMilli(found.integer(3)),
                    Instant.ofEpochMilli(found.integer(4)),
                    found.integer(5)),
            row)
        .filter(backlog -> backlog.statements() > 0);
  }

  /** How many were stored after {@code row}. */
  public long countAfter(Transaction transaction, long row) {
    // Rows are numbered without gaps.
    return transaction
        .first("SELECT coalesce(max(row), 0) FROM statement", found -> found.integer(1))
        .map(last -> Math.max(0, last - row))
        .orElse(0L);
  }

  /**
   * The statements after {@code row}: as many as stay within both bounds, but at least one.
   *
   * @param through those up to this row whatever the bounds
   */
  public List<Stored> after(
      Transaction transaction, long row, long statementsMax, long bytesMax, long through) {
    List<Stored> found = new ArrayList<>();
    long[] bytes = {0};
    transaction.each(
        "SELECT row, received, bytes FROM statement WHERE row > ? ORDER BY row LIMIT ?",
        next -> {
          Bytes encoded = next.bytes(3);
          bytes[0] += encoded.size();
          if (found.isEmpty() || bytes[0] <= bytesMax || next.integer(1) <= through) {
            found.add(new Stored(next.integer(1), Instant.ofEpochMilli(next.integer(2)), encoded));
          }
          return found;
        },
        row,
        Math.max(statementsMax, through - row)); // rows are numbered without gaps
    return found;
  }

  /**
   * The exact bytes of these statements, in the order of {@code rows}; empty if one of them was
   * pruned into a file that is not there.
   */
  public Optional<List<Bytes>> bytes(Transaction transaction, List<Long> rows) {
    Map<Long, Bytes> here = new HashMap<>();
    List<Long> pruned = new ArrayList<>();
    for (long row : rows) {
      Bytes kept =
          transaction
              .first("SELECT bytes FROM statement WHERE row = ?", it -> it.bytes(1), row)
              .orElseThrow(() -> new IllegalStateException("no statement in row " + row));
      if (kept.size() > 0) {
        here.put(row, kept);
      } else {
        pruned.add(row);
      }
    }
    here.putAll(PrunedFiles.bytes(transaction, pruned));
    return rows.stream().allMatch(here::containsKey)
        ? Optional.of(rows.stream().map(row -> Objects.requireNonNull(here.get(row))).toList())
        : Optional.empty();
  }

  /** Whether anything about {@code subject} was ever stored. */
  public boolean knows(Transaction transaction, Subject subject) {
    return transaction
        .first("SELECT 1 FROM subject WHERE name = ?", row -> true, subject.text())
        .orElse(false);
  }

  /** The rows of a device's statements after one of its numbers, up to and with another. */
  public List<Long> rows(Transaction transaction, DevUrn device, Place after, Place until) {
    return transaction.list(
        "SELECT row FROM numbered WHERE device = (SELECT id FROM device WHERE name = ?1)"
            + " AND (boot, seq) > (?2, ?3) AND (boot, seq) <= (?4, ?5)"
            + " UNION ALL SELECT row FROM statement WHERE row > "
            + Numbers.INDEXED
            + " AND device = (SELECT id FROM device WHERE name = ?1)"
            + " AND (boot, seq) > (?2, ?3) AND (boot, seq) <= (?4, ?5)",
        row -> row.integer(1),
        device.text(),
        after.boot(),
        after.seq(),
        until.boot(),
        until.seq());
  }

  /** Which of {@code ids} stand in the rows above {@code above} and up to {@code to}, and where. */
  public Map<Digest, Long> find(Transaction transaction, Set<Digest> ids, long above, long to) {
    Map<Digest, Long> found = new HashMap<>();
    transaction.each(
        "SELECT row, id FROM statement WHERE row > ? AND row <= ?",
        row -> {
          Digest id = row.digest(2);
          if (ids.contains(id)) {
            found.put(id, row.integer(1));
          }
          return id;
        },
        above,
        to);
    return found;
  }

  /**
   * How many of each device there are; devices without any are left out.
   *
   * @param anchoredRow the last that an accepted head covers
   */
  public Map<DevUrn, Counts> byDevice(Transaction transaction, long anchoredRow) {
    Map<DevUrn, Counts> counts = new HashMap<>();
    transaction.each(
        "SELECT device.name, sum(n), sum(anchored) FROM"
            + " (SELECT device, statements AS n, anchored FROM counted"
            + " UNION ALL SELECT device, count(*), sum(row <= ?) FROM statement WHERE row > "
            + Numbers.INDEXED
            + " GROUP BY device) AS part JOIN device ON device.id = part.device GROUP BY device.id",
        row -> counts.put(new DevUrn(row.text(1)), new Counts(row.integer(2), row.integer(3))),
        anchoredRow);
    return counts;
  }
}
