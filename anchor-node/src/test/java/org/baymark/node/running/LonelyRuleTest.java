package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a member that hears nobody asks by another way. */
class LonelyRuleTest {
  private final LonelyRule rule = new LonelyRule();

  /** At which of so many seconds it asks. */
  private List<Integer> asks(int seconds, int others) {
    List<Integer> at = new ArrayList<>();
    for (int second = 1; second <= seconds; second++) {
      if (rule.tick(true, others)) {
        at.add(second);
      }
    }
    return at;
  }

  @Test
  void itAsksOneAfterTheOtherAndWaitsTwiceAsLong() {
    assertEquals(List.of(20, 21, 22, 62, 63, 64, 144, 145, 146), asks(200, 3));
  }

  @Test
  void itAsksOnceAnHourAtLeast() {
    int week = 7 * 24 * 3_600;
    int rounds = asks(week, 1).size();
    assertEquals(7 * 24 + 6, rounds, 3);
  }

  @Test
  void whoHearsSomebodyAsksNobody() {
    assertEquals(List.of(20), asks(30, 1));
    assertFalse(rule.tick(false, 1));
    assertEquals(List.of(20, 60), asks(60, 1), "and begins anew");
  }
}
