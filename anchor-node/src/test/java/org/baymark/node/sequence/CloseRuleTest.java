package org.baymark.node.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ten looks are an interval. */
class CloseRuleTest {
  private static final String QUIET = "----------";

  private static String looks(CloseRule rule, String news) {
    StringBuilder closed = new StringBuilder();
    for (char look : news.toCharArray()) {
      closed.append(rule.look(look == 'n') ? 'C' : '.');
    }
    return closed.toString();
  }

  @Test
  void newsAfterASilenceCloseAtOnce() {
    CloseRule rule = new CloseRule(Duration.ofSeconds(5), Duration.ofSeconds(20));
    assertEquals("............C...", looks(rule, QUIET + "--n---"));
  }

  @Test
  void newsWaitForTheIntervalAfterTheLast() {
    CloseRule rule = new CloseRule(Duration.ofSeconds(5), Duration.ofSeconds(20));
    assertEquals(".........C", looks(rule, "--nnnnnnnn"));
    assertEquals(".........C", looks(rule, "nnnnnnnnnn"));
    assertEquals("............C", looks(rule, QUIET + "--n"));
  }

  @Test
  void silenceClosesAtTheHeartbeat() {
    CloseRule rule = new CloseRule(Duration.ofSeconds(5), Duration.ofSeconds(20));
    for (int beats = 0; beats < 3; beats++) {
      assertEquals(".".repeat(39) + "C", looks(rule, QUIET.repeat(4)));
    }
  }

  @Test
  void aHeartbeatOfOneIntervalAlwaysCloses() {
    CloseRule rule = new CloseRule(Duration.ofSeconds(5), Duration.ofSeconds(5));
    assertEquals(".........C", looks(rule, QUIET));
    assertEquals(".........C", looks(rule, "------nnnn"));
  }

  @Test
  void aPartOfAnIntervalCountsAsAWholeOne() {
    CloseRule rule = new CloseRule(Duration.ofSeconds(5), Duration.ofSeconds(11));
    assertEquals(".".repeat(29) + "C", looks(rule, QUIET.repeat(3)));
  }
}
