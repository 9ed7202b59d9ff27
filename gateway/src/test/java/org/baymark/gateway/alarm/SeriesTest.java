package org.baymark.gateway.alarm;

import static org.baymark.gateway.alarm.AlarmRule.Level.BETWEEN;
import static org.baymark.gateway.alarm.AlarmRule.Level.KEEPS;
import static org.baymark.gateway.alarm.AlarmRule.Level.VIOLATES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.baymark.gateway.alarm.AlarmRule.Level;
import org.baymark.gateway.alarm.Series.Change;
import org.junit.jupiter.api.Test;

/** Every small set of readings, in every order in which it can come. */
class SeriesTest {
  private static final int TIMES = 5;

  private record Reading(long at, Level level) {}

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
        BigDecimal.ZERO,
        Duration.ofMillis(total),
        Duration.ofMillis(cap),
        "*");
  }

  /** What an alarm is, said once more and without a word on orders. */
  private static boolean isOpen(AlarmRule rule, Map<Long, Level> readings) {
    return rule.isCumulative() ? isSummedUp(rule, readings) : isGoingOn(rule, readings);
  }

  /** Some that violate stand in a row, and behind them none that keeps the rule. */
  private static boolean isGoingOn(AlarmRule rule, Map<Long, Level> readings) {
    List<Level> all = new ArrayList<>(readings.values());
    List<Level> row = Collections.nCopies(rule.needed(), VIOLATES);
    return all.lastIndexOf(KEEPS) < Collections.lastIndexOfSubList(all, row);
  }

  private static boolean isSummedUp(AlarmRule rule, Map<Long, Level> readings) {
    long total = 0;
    List<Map.Entry<Long, Level>> all = new ArrayList<>(readings.entrySet());
    for (int i = 0; i + 1 < all.size(); i++) {
      if (all.get(i).getValue() == VIOLATES) {
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

  /** Each time of 1 to 5 without a reading, or with one of each level. */
  private static List<List<Reading>> worlds() {
    List<List<Reading>> orders = new ArrayList<>();
    for (int world = 0; world < Math.pow(4, TIMES); world++) {
      List<Reading> readings = new ArrayList<>();
      for (int at = 1, rest = world; at <= TIMES; at++, rest /= 4) {
        if (rest % 4 > 0) { // gaps of 3, 5, 7, 9
          readings.add(new Reading((long) at * at, Level.values()[rest % 4 - 1]));
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
            rule("instant hysteresis 1"),
            rule("consecutive 2 hysteresis 1"),
            rule("consecutive 3 hysteresis 1"),
            sum(6, 100),
            sum(6, 4));
    for (List<Reading> order : worlds()) {
      for (AlarmRule rule : rules) {
        follow(rule, order);
      }
    }
  }

  /** Takes them one after the other, and holds what the series says against the definition. */
  private static void follow(AlarmRule rule, List<Reading> order) {
    Series series = Series.empty();
    Map<Long, Level> readings = new TreeMap<>();
    boolean wasOpen = false;
    for (Reading reading : order) {
      series = Series.of(series.kept());
      Change change = series.take(rule, reading.at(), reading.level(), false);
      assertEquals(Change.NONE, series.take(rule, reading.at(), reading.level(), false), "again");
      readings.merge(reading.at(), reading.level(), SeriesTest::max);
      boolean isOpen = isOpen(rule, readings);
      assertEquals(isOpen, series.isOpen(), () -> rule.text() + " " + order);
      assertEquals(!wasOpen && isOpen, change == Change.RAISED, () -> rule + " " + order);
      assertEquals(wasOpen && !isOpen, change == Change.ENDED, () -> rule + " " + order);
      wasOpen = isOpen;
    }
  }

  private static Level max(Level one, Level other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** All series of five readings at two times: a device without a clock has one time for a pack. */
  @Test
  void ofSomeAtOneTimeTheWorstCounts() {
    for (int world = 0; world < Math.pow(6, 5); world++) {
      List<Reading> order = new ArrayList<>();
      for (int nth = 0, rest = world; nth < 5; nth++, rest /= 6) {
        order.add(new Reading(rest % 2, Level.values()[rest / 2 % 3]));
      }
      follow(rule("instant hysteresis 1"), order);
      follow(rule("consecutive 2 hysteresis 1"), order);
    }
  }

  /** Every series of eight at a threshold of 8 that ends at 7: it is raised once and ended once. */
  @Test
  void noiseWithinTheHysteresisRaisesAndEndsNothing() {
    AlarmRule rule = rule("instant hysteresis 1");
    for (int world = 0; world < 1 << 8; world++) {
      Series series = Series.empty();
      List<Change> changes = new ArrayList<>();
      changes.add(take(series, rule, 0, "8"));
      for (int nth = 1; nth <= 8; nth++) {
        changes.add(take(series, rule, nth, (world >> nth & 1) == 1 ? "8.1" : "7"));
      }
      changes.add(take(series, rule, 9, "6.9"));
      changes.removeIf(Change.NONE::equals);
      assertEquals(List.of(Change.RAISED, Change.ENDED), changes);
    }
  }

  private static Change take(Series series, AlarmRule rule, long at, String value) {
    return series.take(rule, at, rule.level(new BigDecimal(value)), false);
  }

  /** Longer than what is kept of it. */
  @Test
  void anAlarmOutlastsALongTimeWithinTheHysteresis() {
    AlarmRule rule = rule("consecutive 2 hysteresis 1");
    Series series = Series.empty();
    assertEquals(Change.NONE, take(series, rule, 0, "9"));
    assertEquals(Change.RAISED, take(series, rule, 1, "9"));
    for (int at = 2; at < 3 * Series.KEPT; at++) {
      series = Series.of(series.kept());
      assertEquals(Change.NONE, take(series, rule, at, "7.5"));
      assertTrue(series.isOpen(), "" + at);
    }
    assertEquals(Change.ENDED, take(series, rule, 999, "6.9"));
    assertEquals(Change.NONE, take(series, rule, 1_000, "9"), "one is not two");
    assertEquals(Change.NONE, take(series, rule, 1_001, "7.5"), "which is not violating");
    assertEquals(Change.NONE, take(series, rule, 1_002, "9"));
    assertEquals(Change.RAISED, take(series, rule, 1_003, "9"));
  }

  /** In the order of their times, whatever is forgotten changes nothing. */
  @Test
  void longSeriesAreThoseOfTheirDefinition() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Reading> order = new ArrayList<>();
      for (int at = 0; at < 3 * Series.KEPT; at++) {
        int drawn = random.nextInt(40); // between, mostly: long stretches
        order.add(new Reading(at, drawn < 2 ? KEEPS : drawn < 6 ? VIOLATES : BETWEEN));
      }
      follow(rule("instant hysteresis 1"), order);
      follow(rule("consecutive 2 hysteresis 1"), order);
    }
  }

  /** So many alarms as runs that are long enough, however late their readings come. */
  @Test
  void anEpisodeIsRaisedOnceAndWhatCameLateIsSaidToo() {
    AlarmRule rule = rule("consecutive 2");
    Series series = Series.empty();
    assertEquals(Change.NONE, series.take(rule, 10, VIOLATES, false));
    assertEquals(Change.NONE, series.take(rule, 30, KEEPS, false));
    assertEquals(Change.PASSED, series.take(rule, 20, VIOLATES, false), "10 and 20 were two");
    assertEquals(Change.NONE, series.take(rule, 15, VIOLATES, false), "the same episode");
    assertEquals(Change.NONE, series.take(rule, 40, VIOLATES, false));
    assertEquals(Change.RAISED, series.take(rule, 50, VIOLATES, false));
    assertEquals(Change.NONE, series.take(rule, 60, VIOLATES, false));
    assertEquals(Change.ENDED, series.take(rule, 70, KEEPS, false));
  }

  @Test
  void whatIsOverCanOnlyHaveBeen() {
    Series series = Series.empty();
    assertEquals(Change.PASSED, series.take(rule("instant"), 1, VIOLATES, true));
    assertFalse(series.isOpen());
  }

  @Test
  void ofTwoWithOneTimeTheViolatingOneCounts() {
    Series series = Series.empty();
    assertEquals(Change.NONE, series.take(rule("instant"), 1, KEEPS, false));
    assertEquals(Change.RAISED, series.take(rule("instant"), 1, VIOLATES, false));
    assertEquals(Change.NONE, series.take(rule("instant"), 1, KEEPS, false));
    assertTrue(series.isOpen());
  }

  /** Of a long history a sum stays; what comes from before it does not count. */
  @Test
  void aLongHistoryIsBoundedAndItsSumIsExact() {
    AlarmRule rule = sum(1_000, 3);
    Series series = Series.empty();
    for (int i = 0; i < 499; i++) {
      assertEquals(Change.NONE, series.take(rule, 2L * i, VIOLATES, false), "" + i);
    }
    assertEquals(Change.NONE, series.take(rule, 3, VIOLATES, false), "too old");
    assertTrue(series.kept().size() < 600, "" + series.kept().size());
    assertEquals(Change.NONE, series.take(rule, 998, VIOLATES, false), "998 ms of 1,000");
    assertEquals(Change.RAISED, series.take(rule, 1_050, KEEPS, false), "and 3 of a gap of 52");
  }
}
