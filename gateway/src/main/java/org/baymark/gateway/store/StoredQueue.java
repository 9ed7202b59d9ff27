package org.baymark.gateway.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;

/** What a store says of its way to the alliance, for who checks it: every column as it is. */
public final class StoredQueue {
  private StoredQueue() {}

  /** Batches that stand in no queue to the alliance, and so would never get there. */
  public static List<Long> unqueued(Transaction transaction) {
    return transaction.list(
        "SELECT number FROM batch WHERE number NOT IN"
            + " (SELECT batch FROM outbox WHERE batch IS NOT NULL) ORDER BY number",
        row -> row.integer(1));
  }

  /**
   * A device beside what the alliance was asked for it.
   *
   * @param key as the store has it
   * @param registration the newest request for one, as signed
   * @param revocation the same for its end
   */
  public record DeviceRow(
      String name,
      Bytes key,
      String owner,
      String kinds,
      boolean isRevoked,
      Optional<Bytes> registration,
      Optional<Bytes> revocation) {}

  /** All devices, by name. */
  public static List<DeviceRow> devices(Transaction transaction) {
    return transaction.list(
        "SELECT name, key, owner, kinds, revoked IS NOT NULL,"
            + newest("register")
            + ","
            + newest("revoke")
            + " FROM device ORDER BY name",
        row ->
            new DeviceRow(
                row.text(1),
                row.bytes(2),
                row.text(3),
                row.text(4),
                row.integer(5) == 1,
                row.optionalBytes(6),
                row.optionalBytes(7)));
  }

  private static String newest(String action) {
    return " (SELECT request FROM outbox WHERE outbox.name = device.name AND action = '"
        + action
        + "' ORDER BY place DESC LIMIT 1)";
  }

  /** When each device's first registration was asked for, in ms since 1970, by its name. */
  public static Map<String, Long> asked(Transaction transaction) {
    Map<String, Long> asked = new HashMap<>();
    transaction.each(
        "SELECT name, min(queued_at) FROM outbox WHERE action = 'register' GROUP BY name",
        row -> asked.put(row.text(1), row.integer(2)));
    return asked;
  }

  /**
   * The first batch whose place in the log is not behind that of one before it: the log takes a
   * gateway's batches in the order of their numbers.
   */
  public static OptionalLong misplaced(Transaction transaction) {
    return transaction
        .first(
            "SELECT batch FROM (SELECT batch, log_index, max(log_index) OVER (ORDER BY batch ROWS"
                + " BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM outbox"
                + " WHERE batch IS NOT NULL AND log_index IS NOT NULL)"
                + " WHERE log_index <= before OR log_index < 0 ORDER BY batch LIMIT 1",
            row -> row.optionalInteger(1))
        .orElseGet(OptionalLong::empty);
  }

  /**
   * The batch up to which a proof was seen.
   *
   * @param logIndex where a receipt says that it stands
   */
  public record Proven(long batch, OptionalLong logIndex) {}

  /** Empty before the first, and in a store of a version without. */
  public static Optional<Proven> proven(Transaction transaction) {
    boolean isKept =
        transaction
            .first("SELECT 1 FROM sqlite_schema WHERE name = 'anchored'", row -> true)
            .orElse(false);
    return isKept
        ? transaction.first(
            "SELECT anchored.batch, log_index FROM anchored"
                + " LEFT JOIN outbox ON outbox.batch = anchored.batch",
            row -> new Proven(row.integer(1), row.optionalInteger(2)))
        : Optional.empty();
  }

  /** The header of the newest batch, as signed. */
  public static Optional<Bytes> newestHeader(Transaction transaction) {
    return transaction.first(
        "SELECT header FROM batch ORDER BY number DESC LIMIT 1", row -> row.bytes(1));
  }

  /**
   * Statements that are marked as one of two with the same number, and are alone.
   *
   * @param first the first one's row
   */
  public record Lonely(long count, long first) {}

  /** But for those that were carried over from another store, where the other one is. */
  public static Lonely lonely(Transaction transaction) {
    return transaction
        .first(
            "SELECT count(*), coalesce(min(row), 0) FROM (SELECT min(row) AS row,"
                + " min(received) AS received, device FROM statement WHERE (flags & "
                + EventLog.EQUIVOCATION
                + ") != 0 GROUP BY device, boot, seq HAVING count(*) = 1) AS lonely"
                + " JOIN device ON device.id = lonely.device WHERE received >="
                + " (SELECT min(queued_at) FROM outbox WHERE action = 'register' AND name ="
                + " device.name)",
            row -> new Lonely(row.integer(1), row.integer(2)))
        .orElseThrow();
  }
}
