package org.baymark.gateway.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.baymark.gateway.alarm.Series.Change;
import org.junit.jupiter.api.Test;

/** Every small set of readings, in every order in which it can come. */
class SeriesTest {
  private static final int TIMES = 5;

  private record Reading(long at, boolean violates) {}

  private static AlarmRule rule(String how) {
    return AlarmRule.parse("r: t Cel >= 8 " + how, text -> Duration.ofMillis(Long.parseLong(text)));
  }

  private static AlarmRule sum(int total, int cap) {
    return new AlarmRule(
        "r",
        "t",
        "Cel",
        AlarmRule.Comparison.ABOVE,
        BigDecimal.ONE,
        0,
        Duration.ofMillis(total),
        Duration.ofMillis(cap),
        "*");
  }

  /** What an alarm is, said once more and without a word on orders. */
  private static boolean isOpen(AlarmRule rule, Map<Long, Boolean> readings) {
    if (!rule.isCumulative()) {
      List<Boolean> all = new ArrayList<>(readings.values());
      int from = all.size() - rule.needed();
      return from >= 0 && !all.subList(from, all.size()).contains(false);
    }
    long total = 0;
    List<Map.Entry<Long, Boolean>> all = new ArrayList<>(readings.entrySet());
    for (int i = 0; i + 1 < all.size(); i++) {
      if (all.get(i).getValue()) {
        long gap = all.get(i + 1).getKey() - all.get(i).getKey();
        total += Math.min(gap, rule.cap().toMillis());
      }
    }
    return total >= rule.total().toMillis();
  }

  private static void everyOrder(List<Reading> left, List<Reading> taken, List<List<Reading>> to) {
    if (left.isEmpty()) {
      to.add(List.copyOf(taken));
    }
    for (Reading next : left) {
      List<Reading> rest = new ArrayList<>(left);
      rest.remove(next);
      taken.add(next);
      everyOrder(rest, taken, to);
      taken.remove(taken.size() - 1);
    }
  }

  /** Each time of 1 to 5 without a reading, with one that violates, or with one that does not. */
  private static List<List<Reading>> worlds() {
    List<List<Reading>> orders = new ArrayList<>();
    for (int world = 0; world < Math.pow(3, TIMES); world++) {
      List<Reading> readings = new ArrayList<>();
      for (int at = 1, rest = world; at <= TIMES; at++, rest /= 3) {
        if (rest % 3 > 0) {
          readings.add(new Reading((long) at * at, rest % 3 == 1)); // gaps of 3, 5, 7, 9
        }
      }
      everyOrder(readings, new ArrayList<>(), orders);
    }
    return orders;
  }

  @Test
  void inWhateverOrderReadingsComeTheAlarmIsThatOfTheirTimes() {
    List<AlarmRule> rules =
        List.of(
            rule("instant"), rule("consecutive 2"), rule("consecutive 3"), sum(6, 100), sum(6, 4));
    for (List<Reading> order : worlds()) {
      for (AlarmRule rule : rules) {
        Series series = Series.empty();
        Map<Long, Boolean> readings = new TreeMap<>();
        boolean wasOpen = false;
        for (Reading reading : order) {
          series = Series.of(series.kept());
          Change change = series.take(rule, reading.at(), reading.violates(), false);
          assertEquals(
              Change.NONE, series.take(rule, reading.at(), reading.violates(), false), "again");
          readings.put(reading.at(), reading.violates());
          boolean isOpen = isOpen(rule, readings);
          assertEquals(isOpen, series.isOpen(), () -> rule.text() + " " + order);
          assertEquals(!wasOpen && isOpen, change == Change.RAISED, () -> rule + " " + order);
          assertEquals(wasOpen && !isOpen, change == Change.ENDED, () -> rule + " " + order);
          wasOpen = isOpen;
        }
      }
    }
  }

  /** So many alarms as runs that are long enough, however late their readings come. */
  @Test
  void anEpisodeIsRaisedOnceAndWhatCameLateIsSaidToo() {
    AlarmRule rule = rule("consecutive 2");
    Series series = Series.empty();
    assertEquals(Change.NONE, series.take(rule, 10, true, false));
    assertEquals(Change.NONE, series.take(rule, 30, false, false));
    assertEquals(Change.PASSED, series.take(rule, 20, true, false), "10 and 20 were two");
    assertEquals(Change.NONE, series.take(rule, 15, true, false), "the same episode");
    assertEquals(Change.NONE, series.take(rule, 40, true, false));
    assertEquals(Change.RAISED, series.take(rule, 50, true, false));
    assertEquals(Change.NONE, series.take(rule, 60, true, false));
    assertEquals(Change.ENDED, series.take(rule, 70, false, false));
  }

  @Test
  void whatIsOverCanOnlyHaveBeen() {
    Series series = Series.empty();
    assertEquals(Change.PASSED, series.take(rule("instant"), 1, true, true));
    assertFalse(series.isOpen());
  }

  @Test
  void ofTwoWithOneTimeTheViolatingOneCounts() {
    Series series = Series.empty();
    assertEquals(Change.NONE, series.take(rule("instant"), 1, false, false));
    assertEquals(Change.RAISED, series.take(rule("instant"), 1, true, false));
    assertEquals(Change.NONE, series.take(rule("instant"), 1, false, false));
    assertTrue(series.isOpen());
  }

  /** Of a long history a sum stays; what comes from before it does not count. */
  @Test
  void aLongHistoryIsBoundedAndItsSumIsExact() {
    AlarmRule rule = sum(1_000, 3);
    Series series = Series.empty();
    for (int i = 0; i < 499; i++) {
      assertEquals(Change.NONE, series.take(rule, 2L * i, true, false), "" + i);
    }
    assertEquals(Change.NONE, series.take(rule, 3, true, false), "too old");
    assertTrue(series.kept().size() < 600, "" + series.kept().size());
    assertEquals(Change.NONE, series.take(rule, 998, true, false), "998 ms of 1,000");
    assertEquals(Change.RAISED, series.take(rule, 1_050, false, false), "and 3 of a gap of 52");
  }
}
