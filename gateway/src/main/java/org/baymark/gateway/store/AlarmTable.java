package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Sensor.Place;

/** Alarms as rows, with what the rules remember, the gateway's alerts, and what is to be posted. */
public final class AlarmTable {
  /** Ended alarms above these go, the oldest first. */
  private static final int ENDED_MAX = 10_000;

  private static final String SELECT =
      "SELECT number, code, rule, subject, device, detail, raised, ended, why, id, fate FROM alarm";

  /** How far the rules have read; up to {@code sinceRow} nothing is an alarm. */
  public record Reading(long row, long sinceRow) {}

  /** A stored statement as the rules read it; without bytes where it was pruned. */
  public record Read(long row, Instant received, boolean equivocation, Bytes encoded) {}

  /**
   * One alarm.
   *
   * @param rule as it was then; empty for silence and equivocation
   * @param subject whom it is about
   * @param device whose readings or silence it is
   * @param why it ended
   * @param statement id of the alert; empty if none was signed
   * @param fate of that: stored, or why it was refused; empty while it is on its way
   */
  public record Alarm(
      long number,
      String code,
      String rule,
      String subject,
      String device,
      String detail,
      Instant raised,
      Optional<Instant> ended,
      Optional<String> why,
      Optional<Digest> statement,
      Optional<String> fate) {}

  /** Something that waits: an alert for admission, or a body for the webhook. */
  public record Waiting<T>(long number, T what) {}

  /** Where to read on; empty before the first time. */
  public Optional<Reading> reading(Transaction transaction) {
    return transaction.first(
        "SELECT row, since_row FROM alarm_reading",
        row -> new Reading(row.integer(1), row.integer(2)));
  }

  /** The last row that is stored; 0 if none is. */
  public long lastRow(Transaction transaction) {
    return transaction
        .first("SELECT coalesce(max(row), 0) FROM statement", row -> row.integer(1))
        .orElseThrow();
  }

  public void readTo(Transaction transaction, long row, long sinceRow) {
    transaction.update(
        "INSERT INTO alarm_reading (only, row, since_row) VALUES (1, ?, ?)"
            + " ON CONFLICT (only) DO UPDATE SET row = excluded.row",
        row,
        sinceRow);
  }

  public List<Read> after(Transaction transaction, long row, int limit) {
    return transaction.list(
        "SELECT row, received, flags, bytes FROM statement WHERE row > ? ORDER BY row LIMIT ?",
        found ->
            new Read(
                found.integer(1),
                Instant.ofEpochMilli(found.integer(2)),
                (found.integer(3) & EventLog.EQUIVOCATION) != 0,
                found.bytes(4)),
        row,
        limit);
  }

  public Optional<Bytes> series(
      Transaction transaction, String rule, String subject, String device) {
    return transaction.first(
        "SELECT kept FROM alarm_series WHERE rule = ? AND subject = ? AND device = ?",
        row -> row.bytes(1),
        rule,
        subject,
        device);
  }

  public void keepSeries(
      Transaction transaction, String rule, String subject, String device, Bytes kept) {
    transaction.update(
        "INSERT OR REPLACE INTO alarm_series (rule, subject, device, kept) VALUES (?, ?, ?, ?)",
        rule,
        subject,
        device,
        kept);
  }

  /** Begins the count of a device about a subject anew, by whatever rule. */
  public void forgetSeries(Transaction transaction, String subject, String device) {
    transaction.update(
        "DELETE FROM alarm_series WHERE subject = ? AND device = ?", subject, device);
  }

  /** The same by one rule. */
  public void forgetSeries(Transaction transaction, String rule, String subject, String device) {
    transaction.update(
        "DELETE FROM alarm_series WHERE rule = ? AND subject = ? AND device = ?",
        rule,
        subject,
        device);
  }

  /** The same of the rules that sum up times. */
  public void forgetSums(Transaction transaction, String subject, String device) {
    transaction.update(
        "DELETE FROM alarm_series WHERE subject = ? AND device = ? AND rule LIKE '% cumulative %'",
        subject, device);
  }

  /** Which rules have counted something. */
  public List<String> counted(Transaction transaction) {
    return transaction.list("SELECT DISTINCT rule FROM alarm_series", row -> row.text(1));
  }

  public void forgetRule(Transaction transaction, String rule) {
    transaction.update("DELETE FROM alarm_series WHERE rule = ?", rule);
  }

  /** Notes what the hello with this number says, if no later one was read. */
  public void declare(Transaction transaction, DevUrn device, Place place, OptionalLong seconds) {
    transaction.update(
        "INSERT INTO alarm_interval (device, boot, seq, seconds) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (device) DO UPDATE SET boot = excluded.boot, seq = excluded.seq,"
            + " seconds = excluded.seconds WHERE (excluded.boot, excluded.seq) >= (boot, seq)",
        device.text(),
        place.boot(),
        place.seq(),
        seconds.isPresent() ? seconds.getAsLong() : null);
  }

  /** How often each device means to speak, in seconds; those that did not say are left out. */
  public Map<DevUrn, Long> intervals(Transaction transaction) {
    Map<DevUrn, Long> intervals = new HashMap<>();
    transaction.each(
        "SELECT device, seconds FROM alarm_interval WHERE seconds IS NOT NULL",
        row -> intervals.put(new DevUrn(row.text(1)), row.integer(2)));
    return intervals;
  }

  /** Adds an alarm, and answers its number. */
  public long raise(
      Transaction transaction,
      String code,
      String rule,
      String subject,
      String device,
      String detail,
      Instant now) {
    long number =
        transaction.insert(
            "INSERT INTO alarm (code, rule, subject, device, detail, raised)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            code,
            rule,
            subject,
            device,
            detail,
            now.toEpochMilli());
    transaction.update(
        "DELETE FROM alarm WHERE number <= ? AND ended IS NOT NULL"
            + " AND (statement IS NULL OR fate IS NOT NULL)",
        number - ENDED_MAX);
    return number;
  }

  public void end(Transaction transaction, long number, String why, Instant now) {
    transaction.update(
        "UPDATE alarm SET ended = ?, why = ? WHERE number = ? AND ended IS NULL",
        now.toEpochMilli(),
        why,
        number);
  }

  public void signed(Transaction transaction, long number, Bytes statement, Digest id) {
    transaction.update(
        "UPDATE alarm SET statement = ?, id = ? WHERE number = ?", statement, id, number);
  }

  /** Alerts that admission has not answered for, the oldest first. */
  public List<Waiting<Bytes>> unfiled(Transaction transaction, int limit) {
    return transaction.list(
        "SELECT number, statement FROM alarm WHERE statement IS NOT NULL AND fate IS NULL"
            + " ORDER BY number LIMIT ?",
        row -> new Waiting<>(row.integer(1), row.bytes(2)),
        limit);
  }

  public void filed(Transaction transaction, long number, String fate) {
    transaction.update("UPDATE alarm SET fate = ? WHERE number = ?", fate, number);
  }

  /** Those that are not over, the newest first. */
  public List<Alarm> open(Transaction transaction) {
    return transaction.list(SELECT + " WHERE ended IS NULL ORDER BY number DESC", AlarmTable::read);
  }

  /** The newest of them. */
  public List<Alarm> open(Transaction transaction, int limit) {
    return transaction.list(
        SELECT + " WHERE ended IS NULL ORDER BY number DESC LIMIT ?", AlarmTable::read, limit);
  }

  /** The same of one device about one subject. */
  public List<Alarm> open(Transaction transaction, String subject, String device) {
    return transaction.list(
        SELECT + " WHERE ended IS NULL AND subject = ? AND device = ?",
        AlarmTable::read,
        subject,
        device);
  }

  /** The same of one code. */
  public List<Alarm> open(Transaction transaction, String code, String subject, String device) {
    return transaction.list(
        SELECT + " WHERE ended IS NULL AND code = ? AND subject = ? AND device = ?",
        AlarmTable::read,
        code,
        subject,
        device);
  }

  /** Those that are over, the newest first. */
  public List<Alarm> ended(Transaction transaction, int limit) {
    return transaction.list(
        SELECT + " WHERE ended IS NOT NULL ORDER BY number DESC LIMIT ?", AlarmTable::read, limit);
  }

  public long countOpen(Transaction transaction) {
    return transaction
        .first("SELECT count(*) FROM alarm WHERE ended IS NULL", row -> row.integer(1))
        .orElseThrow();
  }

  /** How many there ever were. */
  public long countEver(Transaction transaction) {
    return transaction
        .first("SELECT seq FROM sqlite_sequence WHERE name = 'alarm'", row -> row.integer(1))
        .orElse(0L);
  }

  private static Alarm read(Row row) throws SQLException {
    return new Alarm(
        row.integer(1),
        row.text(2),
        row.text(3),
        row.text(4),
        row.text(5),
        row.text(6),
        Instant.ofEpochMilli(row.integer(7)),
        row.optionalInstant(8),
        row.optionalText(9),
        row.optionalBytes(10).map(Digest::of),
        row.optionalText(11));
  }

  /** Puts a body into the queue; above {@code most} the oldest goes, and is counted. */
  public void post(Transaction transaction, String body, int most) {
    long number = transaction.insert("INSERT INTO alarm_post (body) VALUES (?)", body);
    int dropped = transaction.update("DELETE FROM alarm_post WHERE number <= ?", number - most);
    if (dropped > 0) {
      transaction.update(
          "INSERT INTO alarm_unposted (only, dropped) VALUES (1, ?)"
              + " ON CONFLICT (only) DO UPDATE SET dropped = dropped + excluded.dropped",
          dropped);
    }
  }

  public Optional<Waiting<String>> nextPost(Transaction transaction) {
    return transaction.first(
        "SELECT number, body FROM alarm_post ORDER BY number LIMIT 1",
        row -> new Waiting<>(row.integer(1), row.text(2)));
  }

  public void posted(Transaction transaction, long number) {
    transaction.update("DELETE FROM alarm_post WHERE number = ?", number);
  }

  public long countPosts(Transaction transaction) {
    return transaction
        .first("SELECT count(*) FROM alarm_post", row -> row.integer(1))
        .orElseThrow();
  }

  /** How many bodies were dropped for newer ones, ever. */
  public long countDropped(Transaction transaction) {
    return transaction
        .first("SELECT dropped FROM alarm_unposted", row -> row.integer(1))
        .orElse(0L);
  }
}
