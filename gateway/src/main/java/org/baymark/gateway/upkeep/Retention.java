package org.baymark.gateway.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.store.PrunedLog.Candidate;

/**
 * When statements are pruned: pure. Both rules wait until there is something worth a file of its
 * own, and then go somewhat further, so that files are few.
 *
 * @param keepFor how old a batch's last statement may become; empty: as old as it likes
 * @param slack how much older the oldest batch becomes before the next file is written
 * @param keepBytes how much of the store may be in use; empty: as much as there is
 */
public record Retention(Optional<Duration> keepFor, Duration slack, OptionalLong keepBytes) {
  /** Of what may be kept, how much is pruned at once where it becomes too much. */
  private static final int SHARE = 10;

  private static final Duration SLACK_MAX = Duration.ofDays(1);

  /** Nothing is pruned. */
  public static final Retention NONE =
      new Retention(Optional.empty(), Duration.ZERO, OptionalLong.empty());

  /** Whether nothing is ever due. */
  boolean keepsAll() {
    return keepFor.isEmpty() && keepBytes.isEmpty();
  }

  /**
   * By the settings.
   *
   * @param days 0 for as long as there is room
   * @param megabytes 0 for as much as there is room
   */
  public static Retention of(int days, int megabytes) {
    Duration keep = Duration.ofDays(days);
    Duration eighth = keep.dividedBy(8);
    return new Retention(
        days == 0 ? Optional.empty() : Optional.of(keep),
        eighth.compareTo(SLACK_MAX) < 0 ? eighth : SLACK_MAX,
        megabytes == 0 ? OptionalLong.empty() : OptionalLong.of((long) megabytes << 20));
  }

  /** All that is older, now. */
  public static Retention olderThan(Duration age) {
    return new Retention(Optional.of(age), Duration.ZERO, OptionalLong.empty());
  }

  /**
   * Which of the oldest batches are pruned now: from the first on, so many; none is 0.
   *
   * @param oldest that may be pruned, by number; those that do not fit into one file come later
   * @param usedBytes of the store's file
   */
  public int due(List<Candidate> oldest, long usedBytes, Instant now) {
    long surplus = surplus(usedBytes);
    boolean isOld = !oldest.isEmpty() && isOlder(oldest.get(0), slack, now);
    int due = 0;
    long freed = 0;
    while (due < oldest.size()
        && (freed < surplus || (isOld && isOlder(oldest.get(due), Duration.ZERO, now)))) {
      freed += oldest.get(due).bytes();
      due++;
    }
    return due;
  }

  private long surplus(long usedBytes) {
    if (keepBytes.isEmpty() || usedBytes <= keepBytes.getAsLong()) {
      return 0;
    }
    return usedBytes - keepBytes.getAsLong() + keepBytes.getAsLong() / SHARE;
  }

  private boolean isOlder(Candidate batch, Duration more, Instant now) {
    return keepFor.isPresent()
        && Duration.between(batch.closed(), now).compareTo(keepFor.get().plus(more)) > 0;
  }
}
