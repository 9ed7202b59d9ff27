package org.baymark.gateway.store;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** What the rules of alarms count: of each device one series by each rule about each subject. */
public final class CountTable {
  /**
   * Whose count it is.
   *
   * @param rule as text
   */
  public record Key(String rule, String subject, String device) {}

  public Optional<Bytes> find(Transaction transaction, Key key) {
    return transaction.first(
        "SELECT kept FROM alarm_count WHERE device = ? AND subject = ? AND rule = ?",
        row -> row.bytes(1),
        key.device(),
        key.subject(),
        key.rule());
  }

  /**
   * @param row of the statement that was counted last
   */
  public void keep(Transaction transaction, Key key, long row, Bytes kept) {
    transaction.update(
        "INSERT OR REPLACE INTO alarm_count (device, subject, rule, row, kept)"
            + " VALUES (?, ?, ?, ?, ?)",
        key.device(),
        key.subject(),
        key.rule(),
        row,
        kept);
  }

  /** How many there are of a device. */
  public long count(Transaction transaction, String device) {
    return transaction
        .first("SELECT count(*) FROM alarm_count WHERE device = ?", row -> row.integer(1), device)
        .orElseThrow();
  }

  /** Those of a device that were last counted before {@code row}, the longest ago first. */
  public List<Key> oldest(Transaction transaction, String device, long row, long limit) {
    return transaction.list(
        "SELECT rule, subject FROM alarm_count WHERE device = ? AND row < ?"
            + " ORDER BY row, subject, rule LIMIT ?",
        found -> new Key(found.text(1), found.text(2), device),
        device,
        row,
        limit);
  }

  public void forget(Transaction transaction, Key key) {
    transaction.update(
        "DELETE FROM alarm_count WHERE device = ? AND subject = ? AND rule = ?",
        key.device(),
        key.subject(),
        key.rule());
  }

  /** Begins the count of a device about a subject anew, by whatever rule. */
  public void forget(Transaction transaction, String subject, String device) {
    transaction.update("DELETE FROM alarm_count WHERE device = ? AND subject = ?", device, subject);
  }

  /** Which rules have counted something. */
  public List<String> rules(Transaction transaction) {
    return transaction.list("SELECT DISTINCT rule FROM alarm_count", row -> row.text(1));
  }

  public void forgetRule(Transaction transaction, String rule) {
    transaction.update("DELETE FROM alarm_count WHERE rule = ?", rule);
  }
}
