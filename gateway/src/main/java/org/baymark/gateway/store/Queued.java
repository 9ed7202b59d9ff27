package org.baymark.gateway.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the alliance has still to take or to prove.
 *
 * @param items that it has neither taken nor refused
 * @param oldest since when the oldest thing waits: to be taken, or for a proof that it stands in
 *     the log; empty while nothing does
 */
public record Queued(long items, Optional<Instant> oldest) {

  public static Queued of(Transaction transaction) {
    OptionalLong unproven =
        transaction
            .first(
                "SELECT queued_at FROM outbox"
                    + " WHERE batch = 1 + coalesce((SELECT batch FROM anchored), 0)",
                row -> row.optionalInteger(1))
            .orElseGet(OptionalLong::empty);
    return transaction
        .first(
            "SELECT count(*), min(queued_at) FROM outbox"
                + " WHERE log_index IS NULL AND refusal IS NULL",
            row -> new Queued(row.integer(1), earlier(unproven, row.optionalInteger(2))))
        .orElseThrow();
  }

  private static Optional<Instant> earlier(OptionalLong one, OptionalLong other) {
    long earlier = Math.min(one.orElse(Long.MAX_VALUE), other.orElse(Long.MAX_VALUE));
    return earlier == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(earlier));
  }
}
