package org.baymark.gateway.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final List<Double> JITTERS = List.of(0.0, 0.25, 0.5, 0.75, Math.nextDown(1.0));

  @Test
  void everyWaitOfASmallWorldIsHalfToWholeOfItsStep() {
    for (int first = 1; first <= 16; first++) {
      for (int max = first; max <= 64; max++) {
        Backoff backoff = new Backoff(Duration.ofMillis(first), Duration.ofMillis(max));
        for (int failures = 1; failures <= 12; failures++) {
          long step = Math.min(max, (long) first << (failures - 1));
          for (double jitter : JITTERS) {
            long wait = backoff.after(failures, jitter).toMillis();
            assertTrue(
                2 * wait >= step && wait <= step,
                first + ".." + max + " failures " + failures + " jitter " + jitter + ": " + wait);
          }
        }
      }
    }
  }

  @Test
  void moreJitterNeverWaitsShorterAndTheEndsAreReached() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
    assertEquals(Duration.ofMillis(50), backoff.after(1, 0));
    assertEquals(Duration.ofMillis(100), backoff.after(1, Math.nextDown(1.0)));
    for (int failures = 1; failures < 40; failures++) {
      for (int i = 1; i < JITTERS.size(); i++) {
        assertTrue(
            backoff
                    .after(failures, JITTERS.get(i - 1))
                    .compareTo(backoff.after(failures, JITTERS.get(i)))
                <= 0);
      }
    }
  }

  @Test
  void daysOfFailuresDoNotOverflow() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
    assertEquals(Duration.ofSeconds(15), backoff.after(Integer.MAX_VALUE, 0));
    Backoff endless = new Backoff(Duration.ofMillis(1), Duration.ofMillis(Long.MAX_VALUE));
    assertTrue(endless.after(Integer.MAX_VALUE, 0).toMillis() >= Long.MAX_VALUE / 2);
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThrows(IllegalArgumentException.class, () -> backoff.after(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> backoff.after(1, 1.0));
    assertThrows(IllegalArgumentException.class, () -> backoff.after(1, Double.NaN));
  }
}
