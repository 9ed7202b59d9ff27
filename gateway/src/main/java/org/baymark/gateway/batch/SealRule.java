package org.baymark.gateway.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a batch is sealed: when its oldest statement has waited long enough, or when it is full.
 *
 * @param sealAfter how long a statement waits at most; the shorter, the more entries in the log
 * @param statementsMax of one batch; from 1
 * @param bytesMax of the statements of one batch; one statement may be larger
 */
public record SealRule(Duration sealAfter, long statementsMax, long bytesMax) {
  public SealRule {
    if (sealAfter.toMillis() < 1 || statementsMax < 1 || bytesMax < 1) {
      throw new IllegalArgumentException(
          "seal after " + sealAfter + ", " + statementsMax + " statements, " + bytesMax + " bytes");
    }
  }

  /**
   * What waits to be sealed.
   *
   * @param statements from 1
   * @param oldest when the first of them was received
   */
  record Waiting(long statements, long bytes, Instant oldest) {}

  /**
   * How many batches, at most, are sealed until all of this stands in them. The next may be under
   * way already, without it; then come full ones, of which any two in a row have more bytes than
   * one may have; and then the one that is not full.
   */
  public long batchesUntil(long statements, long bytes) {
    return 2 + statements / statementsMax + 2 * bytes / bytesMax;
  }

  /** Empty: seal now. Else the moment to ask again, unless more comes in before. */
  Optional<Instant> waitUntil(Waiting waiting, Instant now) {
    if (waiting.statements() >= statementsMax || waiting.bytes() >= bytesMax) {
      return Optional.empty();
    }
    // Received later than now: the clock was set back, and nobody knows how long it has waited.
    if (waiting.oldest().isAfter(now)) {
      return Optional.empty();
    }
    Instant due = waiting.oldest().plus(sealAfter);
    return due.isAfter(now) ? Optional.of(due) : Optional.empty();
  }
}
