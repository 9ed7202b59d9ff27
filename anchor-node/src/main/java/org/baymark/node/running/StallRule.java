package org.baymark.node.running;

import java.time.Duration;
import java.util.Optional;
import org.baymark.node.sequence.LogStatus;

/**
 * When this member ends an epoch by itself: enough members are there, the log holds more than is
 * certified or commands wait for their place in it, and for a time nothing is certified any more.
 * To stop is safe at any time (PROTOCOL.md, section 22); to stop too soon or all at different times
 * only costs another epoch, so after each stop that did not help it waits twice as long. It counts
 * ticks instead of reading a clock, which can be set.
 */
final class StallRule {
  private static final int DOUBLED_MAX = 6;

  private final Optional<Long> ticksMax; // empty: an operator decides
  private long certified;
  private long ticks;
  private int stops;

  /**
   * @param tick how often it is asked
   * @param stopAfter empty: never
   */
  StallRule(Duration tick, Optional<Duration> stopAfter) {
    ticksMax = stopAfter.map(after -> Math.max(1, after.toMillis() / tick.toMillis()));
  }

  /** Another epoch began, or this one ended: what was before it says nothing of it. */
  void beginAnew() {
    ticks = 0;
  }

  /**
   * A tick has passed: whether to stop now.
   *
   * @param isWaiting whether commands that this member was given have no place in the log yet. A
   *     leader that keeps them to itself lets the log of nobody hold anything new.
   * @param mayHelp whether another epoch could help: enough members are there, and this one lacks
   *     nothing that they agree on
   */
  boolean tick(LogStatus status, boolean isWaiting, boolean mayHelp) {
    if (status.certified() > certified) {
      certified = status.certified();
      ticks = 0;
      stops = 0;
    } else if (mayHelp && (isWaiting || status.size() > status.certified())) {
      ticks++;
    }
    if (ticksMax.isEmpty() || ticks < ticksMax.get() << Math.min(stops, DOUBLED_MAX)) {
      return false;
    }
    ticks = 0;
    stops++;
    return true;
  }
}
