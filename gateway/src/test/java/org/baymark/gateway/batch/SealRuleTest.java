package org.baymark.gateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
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

  /** However the sizes fall, and though the first batch is under way without any of it. */
  @Test
  void soManyBatchesAreEnough() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      int[] sizes = random.ints(1 + random.nextInt(12), 1, 2 * BYTES).toArray();
      long batches = 2; // the one under way, and the first of these
      int statements = 0;
      int bytes = 0;
      for (int size : sizes) {
        if (statements == STATEMENTS || (statements > 0 && bytes + size > BYTES)) {
          batches++;
          statements = 0;
          bytes = 0;
        }
        statements++;
        bytes += size;
      }
      long enough = RULE.batchesUntil(sizes.length, Arrays.stream(sizes).sum());
      assertTrue(batches <= enough, batches + " for " + Arrays.toString(sizes));
    }
  }
}
