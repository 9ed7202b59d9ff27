package org.baymark.sim.bench;

import java.util.Arrays;

/** Durations of many single things. Safe for many threads. */
final class Latencies {

  /**
   * What is told of them, in milliseconds; zeros where there were none.
   *
   * @param p99 at least 99 of 100 took no longer
   */
  record Summary(int count, double median, double p99, double max) {}

  private long[] nanos = new long[1024]; // guarded by this
  private int count; // guarded by this

  synchronized void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = took;
  }

  synchronized Summary summary() {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Summary(count, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  /** The smallest that this share of all does not exceed (nearest rank). */
  private static double at(long[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}
