package org.baymark.node.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a member whose log does not grow does something about it. */
class StandstillTest {
  private final Standstill standstill = new Standstill();
  private int asked;

  private void look(long size, boolean leads, long others) {
    standstill.look(
        size,
        leads,
        () -> {
          asked++;
          return others;
        });
  }

  /** The looks of so many, counted from 1, at which it is stuck. */
  private List<Integer> stuck(int looks, long others) {
    List<Integer> stuck = new ArrayList<>();
    for (int i = 1; i <= looks; i++) {
      look(3, false, others);
      if (standstill.isStuck()) {
        stuck.add(i);
      }
    }
    return stuck;
  }

  @Test
  void whoIsBehindComesInAnewAgainAndAgain() {
    look(3, false, 3);
    assertEquals(List.of(15, 30, 45), stuck(50, 4));
    assertEquals(10, asked, "each fifth look");
    assertTrue(standstill.isLong());
    assertTrue(standstill.isBehind());
  }

  @Test
  void whoHasAllIsIdleAndNotStuck() {
    look(3, false, 3);
    assertEquals(List.of(), stuck(50, 3));
    assertFalse(standstill.isBehind() || standstill.isLong());
    assertTrue(standstill.isLost(), "for whoever follows a head that it does not have");
  }

  @Test
  void aLogThatGrowsBeginsTheCountAnew() {
    look(3, false, 9);
    assertEquals(List.of(), stuck(14, 9));
    look(4, false, 9);
    look(3, false, 9); // another branch is a change, too
    assertEquals(List.of(15), stuck(15, 9));
    standstill.moved();
    assertEquals(List.of(15), stuck(16, 9));
  }

  @Test
  void whoLeadsWaitsForNobody() {
    look(3, true, 9);
    for (int i = 0; i < 100; i++) {
      look(3, true, 9);
      assertFalse(standstill.isStuck() || standstill.isLost());
    }
    assertEquals(0, asked);
  }

  @Test
  void whoCameInAnewIsBehindNoMoreUntilItAsksAgain() {
    look(3, false, 4);
    assertEquals(List.of(15), stuck(15, 4));
    standstill.caughtUp();
    assertFalse(standstill.isBehind());
    assertEquals(List.of(15), stuck(15, 4));
  }
}
