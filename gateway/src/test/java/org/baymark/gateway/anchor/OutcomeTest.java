package org.baymark.gateway.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Of several steps the worst counts. */
class OutcomeTest {
  private static final Outcome DONE = new Outcome.Done();
  private static final Outcome LATER = Outcome.later("busy");
  private static final Outcome BROKEN = new Outcome.Broken("refused");

  @Test
  void theWorstOfThemCounts() {
    assertEquals(DONE, Outcome.together(List.of(DONE, DONE)));
    assertEquals(LATER, Outcome.together(List.of(DONE, LATER, DONE)));
    assertEquals(BROKEN, Outcome.together(List.of(LATER, BROKEN, DONE)));
  }
}
