package org.baymark.node.witness;

import java.time.Duration;

/** How long to wait before somebody who did not answer is asked again: each time twice as long. */
record Backoff(Duration first, Duration longest) {
  Duration after(int failures) {
    int doublings = Math.min(failures - 1, Long.SIZE / 2);
    return longest.dividedBy(1L << doublings).compareTo(first) <= 0
        ? longest
        : first.multipliedBy(1L << doublings);
  }
}
