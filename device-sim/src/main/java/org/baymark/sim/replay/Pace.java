package org.baymark.sim.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When each row is due, counted from the first one. The recording's clock counts forward only: a
 * step back takes no time, and what follows it goes on at the recorded pace.
 */
final class Pace {
  private final Optional<Double> speed;
  private Optional<Instant> last = Optional.empty();
  private Duration recorded = Duration.ZERO;

  /**
   * @param speed 1 plays as fast as it was recorded, 2 twice as fast; empty: no waiting at all
   */
  Pace(Optional<Double> speed) {
    this.speed = speed;
  }

  /** How long after the first row the next one is due. */
  Duration due(Instant time) {
    if (speed.isEmpty()) {
      return Duration.ZERO;
    }
    if (last.isPresent() && time.isAfter(last.get())) {
      recorded = recorded.plus(Duration.between(last.get(), time));
    }
    last = Optional.of(time);
    double millis = recorded.toMillis() / speed.get();
    return Duration.ofMillis((long) Math.min(millis, Integer.MAX_VALUE * 1_000.0));
  }
}
