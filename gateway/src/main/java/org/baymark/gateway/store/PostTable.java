package org.baymark.gateway.store;

import java.util.Optional;

/** What the webhook of alarms is to be told, and how much of it never was. */
public final class PostTable {
  /** A body, with the number of its delivery. */
  public record Post(long number, String body) {}

  /** Puts a body into the queue; above {@code most} the oldest goes, and is counted. */
  public void add(Transaction transaction, String body, int most) {
    long number = transaction.insert("INSERT INTO alarm_post (body) VALUES (?)", body);
    dropTo(transaction, number - most);
  }

  /** Empties the queue; answers how many that were, which are counted too. */
  public int dropAll(Transaction transaction) {
    return dropTo(transaction, Long.MAX_VALUE);
  }

  private static int dropTo(Transaction transaction, long number) {
    int dropped = transaction.update("DELETE FROM alarm_post WHERE number <= ?", number);
    if (dropped > 0) {
      transaction.update(
          "INSERT INTO alarm_unposted (only, dropped) VALUES (1, ?)"
              + " ON CONFLICT (only) DO UPDATE SET dropped = dropped + excluded.dropped",
          dropped);
    }
    return dropped;
  }

  public Optional<Post> next(Transaction transaction) {
    return transaction.first(
        "SELECT number, body FROM alarm_post ORDER BY number LIMIT 1",
        row -> new Post(row.integer(1), row.text(2)));
  }

  public void posted(Transaction transaction, long number) {
    transaction.update("DELETE FROM alarm_post WHERE number = ?", number);
  }

  public long count(Transaction transaction) {
    return transaction
        .first("SELECT count(*) FROM alarm_post", row -> row.integer(1))
        .orElseThrow();
  }

  /** How many bodies were dropped, ever. */
  public long countDropped(Transaction transaction) {
    return transaction
        .first("SELECT dropped FROM alarm_unposted", row -> row.integer(1))
        .orElse(0L);
  }
}
