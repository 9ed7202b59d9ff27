package org.baymark.gateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.baymark.gateway.batch.SealRule.Waiting;
import org.junit.jupiter.api.Test;

class SealRuleTest {
  private static final int AFTER = 4;
  private static final int STATEMENTS = 3;
  private static final int BYTES = 5;
  private static final SealRule RULE = new SealRule(Duration.ofMillis(AFTER), STATEMENTS, BYTES);

  @Test
  void everyStateOfASmallWorldIsDecidedAsTheRuleSays() {
    for (int statements = 1; statements <= STATEMENTS + 2; statements++) {
      for (int bytes = 0; bytes <= BYTES + 2; bytes++) {
        for (int oldest = 0; oldest <= 12; oldest++) {
          for (int now = 0; now <= 12; now++) {
            Waiting waiting = new Waiting(statements, bytes, Instant.ofEpochMilli(oldest));
            Optional<Instant> expected = expected(statements, bytes, oldest, now);
            assertEquals(
                expected,
                RULE.waitUntil(waiting, Instant.ofEpochMilli(now)),
                waiting + " at " + now);
          }
        }
      }
    }
  }

  private static Optional<Instant> expected(int statements, int bytes, int oldest, int now) {
    boolean full = statements >= STATEMENTS || bytes >= BYTES;
    boolean old = now - oldest >= AFTER;
    boolean clockWentBack = oldest > now;
    if (full || old || clockWentBack) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochMilli(oldest + AFTER));
  }

  @Test
  void whoAsksAgainWhenToldIsToldToSeal() {
    Instant received = Instant.ofEpochMilli(1_000);
    Waiting waiting = new Waiting(1, 1, received);
    Instant due = RULE.waitUntil(waiting, received).orElseThrow();
    assertEquals(Optional.empty(), RULE.waitUntil(waiting, due));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SealRule(Duration.ZERO, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new SealRule(Duration.ofSeconds(1), 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new SealRule(Duration.ofSeconds(1), 1, 0));
  }
}
