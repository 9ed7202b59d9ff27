package org.baymark.gateway.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long SEED = 20261129;

  @Test
  void soManyAtOnceAndThenSoManyASecond() {
    RateLimit limit = new RateLimit(2, 3, 0);
    assertEquals(3, taken(limit, 0, 10));
    assertEquals(0, taken(limit, SECOND / 2 - 1, 10));
    assertEquals(1, taken(limit, SECOND / 2, 10));
    assertEquals(2, taken(limit, SECOND * 3 / 2, 10));
    assertEquals(3, taken(limit, SECOND * 1000, 10), "a pause saves no more than the burst");
  }

  @Test
  void whoOwesIsToldHowLongToPause() {
    RateLimit limit = new RateLimit(4, 1, 0);
    assertEquals(0, limit.owe(0));
    assertEquals(SECOND / 4, limit.owe(0));
    assertEquals(SECOND / 2, limit.owe(0));
    assertFalse(limit.take(SECOND / 2));
    assertTrue(limit.take(SECOND * 3 / 4));
  }

  @Test
  void whatIsGivenBackCanBeTakenAgainAndNoMore() {
    RateLimit limit = new RateLimit(0.5, 2, 0);
    assertEquals(2, taken(limit, 0, 5));
    limit.giveBack();
    assertEquals(1, taken(limit, 0, 5));
    for (int i = 0; i < 5; i++) {
      limit.giveBack();
    }
    assertEquals(2, taken(limit, 0, 5));
  }

  @Test
  void aClockThatOverflowsOrStandsDoesNoHarm() {
    long start = Long.MAX_VALUE - SECOND;
    RateLimit limit = new RateLimit(1, 1, start);
    assertTrue(limit.take(start));
    assertFalse(limit.take(start));
    assertTrue(limit.take(start + 2 * SECOND)); // below zero by now
    assertFalse(limit.take(start + SECOND), "a clock that goes back fills nothing");
    assertFalse(limit.take(start + 2 * SECOND));
  }

  @Test
  void inAnyStretchOfTimeNoMorePassThanRateAndBurstAllow() {
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      double rate = 1 + random.nextInt(50);
      int burst = 1 + random.nextInt(20);
      RateLimit limit = new RateLimit(rate, burst, 0);
      long now = 0;
      long passed = 0;
      for (int i = 0; i < 2_000; i++) {
        now += random.nextInt(2) * (long) random.nextInt((int) (2 * SECOND / 50));
        passed += limit.take(now) ? 1 : 0;
        double most = burst + rate * now / SECOND + 1e-6;
        assertTrue(passed <= most, "round " + round + ": " + passed + " of " + most);
      }
    }
  }

  @Test
  void aLimitThatLetsNothingThroughIsNone() {
    assertThrows(IllegalArgumentException.class, () -> new RateLimit(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RateLimit(Double.NaN, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RateLimit(1, 0, 0));
  }

  private static int taken(RateLimit limit, long now, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += limit.take(now) ? 1 : 0;
    }
    return taken;
  }
}
