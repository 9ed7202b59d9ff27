package org.baymark.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClaimedTimeTest {
  private static final long NOW = 1_800_000_000L;

  @Test
  void fiveMinutesAheadAndThirtyDaysBehindAreTheLast() {
    long ahead = ClaimedTime.AHEAD_MAX.toSeconds();
    long behind = ClaimedTime.AGE_MAX.toSeconds();
    for (long millis : new long[] {0, 999}) {
      for (long second = -2; second <= 2; second++) {
        assertEquals(
            second > 0 ? ClaimedTime.FUTURE : ClaimedTime.PLAUSIBLE,
            claimed(NOW + ahead + second, millis));
        assertEquals(
            second < 0 ? ClaimedTime.PAST : ClaimedTime.PLAUSIBLE,
            claimed(NOW - behind + second, millis));
      }
    }
  }

  @Test
  void theEndsOfWhatCanBeClaimed() {
    assertEquals(ClaimedTime.PAST, claimed(0, 0));
    assertEquals(ClaimedTime.FUTURE, claimed((1L << 53) - 1, 0));
    assertEquals(ClaimedTime.PLAUSIBLE, ClaimedTime.of(OptionalLong.empty(), NOW * 1_000));
  }

  private static ClaimedTime claimed(long seconds, long millis) {
    return ClaimedTime.of(OptionalLong.of(seconds), NOW * 1_000 + millis);
  }
}
