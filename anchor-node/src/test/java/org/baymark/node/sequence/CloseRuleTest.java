package org.baymark.node.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CloseRuleTest {
  private static String ticks(CloseRule rule, String news) {
    StringBuilder closed = new StringBuilder();
    for (char tick : news.toCharArray()) {
      closed.append(rule.tick(tick == 'n') ? 'C' : '.');
    }
    return closed.toString();
  }

  @Test
  void newsCloseAtOnceAndSilenceAtTheHeartbeat() {
    CloseRule rule = new CloseRule(Duration.ofSeconds(5), Duration.ofSeconds(20));
    assertEquals("...C...CC...CC..", ticks(rule, "--------n----n--"));
  }

  @Test
  void aHeartbeatOfOneIntervalAlwaysCloses() {
    CloseRule rule = new CloseRule(Duration.ofSeconds(5), Duration.ofSeconds(5));
    assertEquals("CCC", ticks(rule, "-n-"));
  }

  @Test
  void aPartOfAnIntervalCountsAsAWholeOne() {
    CloseRule rule = new CloseRule(Duration.ofSeconds(5), Duration.ofSeconds(11));
    assertEquals("..C..C", ticks(rule, "------"));
  }
}
