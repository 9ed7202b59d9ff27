package org.baymark.gateway.store;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a commit comes to its end. A disk that breaks, or a network that a disk is on, may leave
 * a write without any answer: nothing fails then, and nothing goes on. The writer's thread begins
 * and ends; any thread may ask.
 */
final class CommitWatch {
  private static final Logger log = LoggerFactory.getLogger(CommitWatch.class);

  /** The slowest SD card has written the whole write-ahead log into the file by then. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** 0: none is under way. */
  private volatile long begunNanos;

  private volatile boolean isSaid;

  void begin() {
    begunNanos = System.nanoTime() | 1; // never 0
  }

  void end() {
    begunNanos = 0;
    if (isSaid) {
      isSaid = false;
      log.atInfo().log("the disk has finished the write that it hung in");
    }
  }

  /** Says so in the log once a commit hangs. */
  void look() {
    if (!isSaid && hanging().isPresent()) {
      isSaid = true;
      log.atError().log("the disk hangs in a write: nothing is acknowledged until it ends");
    }
  }

  /** Why nothing can be acknowledged, if it takes too long. */
  Optional<String> hanging() {
    long begun = begunNanos;
    Duration since = Duration.ofNanos(begun == 0 ? 0 : System.nanoTime() - begun);
    return since.compareTo(PATIENCE) < 0
        ? Optional.empty()
        : Optional.of(
            ("the disk hangs: a write has not ended for %d s, so nothing is acknowledged; it goes on"
                    + " by itself if the write ends; else see to the disk and start the gateway again")
                .formatted(since.toSeconds()));
  }
}
