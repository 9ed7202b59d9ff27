package org.baymark.gateway.anchor;

import java.time.Duration;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a cap, and of
 * that at least half. The other half is drawn, so that gateways which lost the same alliance do not
 * come back at one moment.
 *
 * @param first before the second attempt, at most
 * @param max at most, however often it failed
 */
record Backoff(Duration first, Duration max) {
  Backoff {
    if (first.toMillis() < 1 || max.compareTo(first) < 0) {
      throw new IllegalArgumentException("a wait from " + first + " to " + max);
    }
  }

  /**
   * The wait after so many failures in a row.
   *
   * @param failures from 1
   * @param jitter drawn evenly from 0 (inclusive) to 1 (exclusive)
   */
  Duration after(int failures, double jitter) {
    if (failures < 1 || !(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException(failures + " failures, jitter " + jitter);
    }
    long cap = max.toMillis();
    long wait = first.toMillis();
    for (int i = 1; i < failures && wait < cap; i++) {
      wait = wait > cap / 2 ? cap : 2 * wait;
    }
    long half = wait / 2;
    return Duration.ofMillis(wait - half + (long) (jitter * (half + 1)));
  }
}
