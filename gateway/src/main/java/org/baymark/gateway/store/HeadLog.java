package org.baymark.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.merkle.TreeHead;

/** The newest head of the log that the policy accepted, and heads that contradict one another. */
public final class HeadLog {

  /**
   * A head that the policy accepted.
   *
   * @param note the whole signed checkpoint
   */
  public record Head(String note, TreeHead tree) {}

  public Optional<Head> newest(Transaction transaction) {
    return transaction.first(
        "SELECT note, size, root FROM head",
        row -> new Head(row.text(1), new TreeHead(row.integer(2), row.digest(3))));
  }

  /** Puts {@code head} in the place of the one before. */
  public void accept(Transaction transaction, Head head) {
    transaction.update(
        "INSERT OR REPLACE INTO head (only, note, size, root) VALUES (1, ?, ?, ?)",
        head.note(),
        head.tree().size(),
        head.tree().root());
  }

  /** Keeps two notes that cannot both be true: evidence against the log. */
  public void contradiction(
      Transaction transaction, String kept, String offered, String why, Instant now) {
    transaction.update(
        "INSERT INTO contradiction (seen_at, kept, offered, why) VALUES (?, ?, ?, ?)",
        now.toEpochMilli(),
        kept,
        offered,
        why);
  }

  /** The pairs of notes that contradict each other: the kept one, then the offered one. */
  public List<List<String>> evidence(Transaction transaction) {
    return transaction.list(
        "SELECT kept, offered FROM contradiction", row -> List.of(row.text(1), row.text(2)));
  }

  /** Why the log is not to be trusted any more; empty as long as nothing contradicts it. */
  public Optional<String> contradiction(Transaction transaction) {
    return transaction.first("SELECT why FROM contradiction LIMIT 1", row -> row.text(1));
  }
}
