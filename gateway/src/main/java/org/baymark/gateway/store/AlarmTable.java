package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** Alarms as rows, each with its alert where one was signed. */
public final class AlarmTable {
  /** Ended alarms above these go, the oldest first. */
  private static final int ENDED_MAX = 10_000;

  private static final String SELECT =
      "SELECT number, code, rule, subject, device, detail, raised, ended, why, id, fate FROM alarm";

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

  /** A signed alert that waits for admission, with the number of its alarm. */
  public record Alert(long alarm, Bytes statement) {}

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
  public List<Alert> unfiled(Transaction transaction, int limit) {
    return transaction.list(
        "SELECT number, statement FROM alarm WHERE statement IS NOT NULL AND fate IS NULL"
            + " ORDER BY number LIMIT ?",
        row -> new Alert(row.integer(1), row.bytes(2)),
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
}
