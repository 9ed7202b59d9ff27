package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static Duration at(Pace pace, long second) {
    return pace.due(Instant.ofEpochSecond(second));
  }

  @Test
  void withoutASpeedEverythingIsDueAtOnce() {
    Pace pace = new Pace(Optional.empty());
    assertEquals(Duration.ZERO, at(pace, 0));
    assertEquals(Duration.ZERO, at(pace, 1_000_000));
  }

  @Test
  void aStepBackTakesNoTimeAndThePaceGoesOnBehindIt() {
    Pace pace = new Pace(Optional.of(10.0));
    assertEquals(Duration.ZERO, at(pace, 1_000));
    assertEquals(Duration.ofSeconds(1), at(pace, 1_010));
    assertEquals(Duration.ofSeconds(1), at(pace, 500));
    assertEquals(Duration.ofSeconds(1), at(pace, 500));
    assertEquals(Duration.ofSeconds(2), at(pace, 510));
  }
}
