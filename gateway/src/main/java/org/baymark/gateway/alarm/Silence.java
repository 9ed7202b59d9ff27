package org.baymark.gateway.alarm;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when a gateway listens without a break, and who has been silent too long. What nobody could
 * hear is not held against a device: after a start, and after a time in which the gateway slept or
 * its disk took nothing, every device has its time anew. Pure.
 *
 * @param since the gateway listens without a break
 * @param looked when it last looked
 */
record Silence(Instant since, Instant looked) {
  /** A gateway that did not look for so long was not there, or its clock was set. */
  static final Duration BREAK = Duration.ofSeconds(60);

  static Silence from(Instant start) {
    return new Silence(start, start);
  }

  /**
   * @param hears whether what devices hand in was taken just now
   */
  Silence at(Instant now, boolean hears) {
    boolean isWhole =
        hears && !now.isBefore(looked) && Duration.between(looked, now).compareTo(BREAK) < 0;
    return new Silence(isWhole ? since : now, now);
  }

  /**
   * Whether a device is silent.
   *
   * @param intervals how many of those that it declared it may miss
   * @param heard when it was last heard since the start; the start, if it was not
   */
  boolean is(Duration declared, int intervals, Instant heard) {
    Instant from = heard.isAfter(since) ? heard : since;
    return Duration.between(from, looked).compareTo(declared.multipliedBy(intervals)) > 0;
  }
}
