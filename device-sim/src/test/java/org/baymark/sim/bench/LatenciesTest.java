package org.baymark.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arithmetic of the benchmark. */
class LatenciesTest {

  @Test
  void nothingMeasuredIsZero() {
    assertEquals(new Latencies.Summary(0, 0, 0, 0), new Latencies().summary());
  }

  @Test
  void percentilesAreValuesThatWereMeasured() {
    Latencies latencies = new Latencies();
    for (int i = 2000; i >= 1; i--) {
      latencies.add(i * 1_000_000L);
    }
    assertEquals(new Latencies.Summary(2000, 1000, 1980, 2000), latencies.summary());
  }

  @Test
  void oneValueIsAllOfThem() {
    Latencies latencies = new Latencies();
    latencies.add(1_500_000);
    assertEquals(new Latencies.Summary(1, 1.5, 1.5, 1.5), latencies.summary());
  }

  @Test
  void sharesAreOfWhatWasUsedInBetween() {
    ThreadTimes before = new ThreadTimes(Map.of("a", 1.0, "b", 2.0));
    ThreadTimes after = new ThreadTimes(Map.of("a", 2.0, "b", 4.0, "c", 1.0));
    assertEquals(Map.of("a", 0.25, "b", 0.5, "c", 0.25), after.sharesSince(before));
    assertEquals(Map.of("a", 0.0, "b", 0.0), before.sharesSince(before));
  }
}
