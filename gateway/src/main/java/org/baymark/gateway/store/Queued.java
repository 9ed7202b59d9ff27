package org.baymark.gateway.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the alliance has still to take or to prove.
 *
 * @param items that it has neither taken nor refused, and batches that it has taken and whose place
 *     in the log no proof has shown
 * @param oldest since when the oldest of them waits; empty where there is none
 */
public record Queued(long items, Optional<Instant> oldest) {
  private static final String PROVEN = "coalesce((SELECT batch FROM anchored), 0)";

  public static Queued of(Transaction transaction) {
    long unproven =
        transaction
            .first(
                "SELECT count(*) FROM outbox WHERE log_index IS NOT NULL AND batch > " + PROVEN,
                row -> row.integer(1))
            .orElseThrow();
    OptionalLong unprovenSince =
        transaction
            .first(
                "SELECT queued_at FROM outbox WHERE log_index IS NOT NULL AND batch > "
                    + PROVEN
                    + " ORDER BY batch LIMIT 1",
                row -> row.optionalInteger(1))
            .orElseGet(OptionalLong::empty);
    return transaction
        .first(
            "SELECT count(*), min(queued_at) FROM outbox"
                + " WHERE log_index IS NULL AND refusal IS NULL",
            row ->
                new Queued(
                    unproven + row.integer(1), earlier(unprovenSince, row.optionalInteger(2))))
        .orElseThrow();
  }

  private static Optional<Instant> earlier(OptionalLong one, OptionalLong other) {
    long earlier = Math.min(one.orElse(Long.MAX_VALUE), other.orElse(Long.MAX_VALUE));
    return earlier == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(earlier));
  }
}
