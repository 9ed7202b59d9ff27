package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When an operator may end an epoch without naming it. */
class StopRuleTest {
  private static final Duration HEARTBEAT = Duration.ofSeconds(60);
  private static final Optional<Long> UNNAMED = Optional.empty();

  /** The nanosecond clock may stand anywhere, also where it is about to turn over. */
  private static long at(long seconds) {
    return Long.MAX_VALUE - 5 + TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void theFirstEpochBeganAfterNoOther() {
    StopRule rule = new StopRule(HEARTBEAT, 0, -1, at(0));
    assertTrue(rule.mayStop(0, UNNAMED, at(0)));
    assertFalse(rule.isNow(0, -1, at(1)));
  }

  @Test
  void whoComesLateFindsAnEpochThatHasJustBegun() {
    StopRule rule = new StopRule(HEARTBEAT, 0, -1, at(0));
    assertTrue(rule.isNow(1, -1, at(100)));
    assertFalse(rule.mayStop(1, UNNAMED, at(100)));
    assertFalse(rule.isNow(1, -1, at(189)), "it is no newer for being looked at");
    assertFalse(rule.mayStop(1, UNNAMED, at(189)));
    assertTrue(rule.mayStop(1, UNNAMED, at(190)));
  }

  /** Enough stops are there, and the opening is on its way: the epoch after that is not meant. */
  @Test
  void whoHasJustJoinedInWaitsForTheOpening() {
    StopRule rule = new StopRule(HEARTBEAT, 0, -1, at(0));
    assertTrue(rule.isNow(0, 0, at(100)));
    assertFalse(rule.mayStop(1, UNNAMED, at(101)));
    assertTrue(rule.mayStop(1, UNNAMED, at(190)), "nobody opened it");
  }

  @Test
  void anEpochThatIsNamedIsMeantAndNoOther() {
    StopRule rule = new StopRule(HEARTBEAT, 0, -1, at(0));
    assertTrue(rule.isNow(1, -1, at(100)));
    assertTrue(rule.mayStop(1, Optional.of(1L), at(101)));
    assertFalse(rule.mayStop(1, Optional.of(0L), at(500)));
  }

  @Test
  void whoStartsDoesNotKnowHowOldItsEpochIs() {
    StopRule rule = new StopRule(HEARTBEAT, 2, -1, at(0));
    assertFalse(rule.mayStop(2, UNNAMED, at(89)));
    assertTrue(rule.mayStop(2, UNNAMED, at(90)));
  }

  @Test
  void theSentenceSaysHowLongAndHowElse() {
    StopRule rule = new StopRule(HEARTBEAT, 0, -1, at(0));
    assertTrue(rule.isNow(1, -1, at(100)));
    assertEquals(
        "epoch 1 began 3 s ago, or this node did, and has to show first whether it certifies heads;"
            + " nothing was stopped (ask again in 87 s; or to end it all the same name it:"
            + " --epoch 1)",
        rule.refusal(at(103)));
  }
}
