package org.baymark.gateway.store;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** What the rules of alarms count: for each rule, subject and device one series. */
public final class CountTable {
  /**
   * Whose count it is.
   *
   * @param rule as text
   */
  public record Key(String rule, String subject, String device) {}

  public Optional<Bytes> find(Transaction transaction, Key key) {
    return transaction.first(
        "SELECT kept FROM alarm_series WHERE rule = ? AND subject = ? AND device = ?",
        row -> row.bytes(1),
        key.rule(),
        key.subject(),
        key.device());
  }

  public void keep(Transaction transaction, Key key, Bytes kept) {
    transaction.update(
        "INSERT OR REPLACE INTO alarm_series (rule, subject, device, kept) VALUES (?, ?, ?, ?)",
        key.rule(),
        key.subject(),
        key.device(),
        kept);
  }

  public void forget(Transaction transaction, Key key) {
    transaction.update(
        "DELETE FROM alarm_series WHERE rule = ? AND subject = ? AND device = ?",
        key.rule(),
        key.subject(),
        key.device());
  }

  /** Begins the count of a device about a subject anew, by whatever rule. */
  public void forget(Transaction transaction, String subject, String device) {
    transaction.update(
        "DELETE FROM alarm_series WHERE subject = ? AND device = ?", subject, device);
  }

  /** Which rules have counted something. */
  public List<String> rules(Transaction transaction) {
    return transaction.list("SELECT DISTINCT rule FROM alarm_series", row -> row.text(1));
  }

  public void forgetRule(Transaction transaction, String rule) {
    transaction.update("DELETE FROM alarm_series WHERE rule = ?", rule);
  }
}
