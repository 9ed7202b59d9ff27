package org.baymark.node.sequence;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far the entries are executed again that the facts do not follow from yet. */
final class RebuildLog {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildLog.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final long size;
  private final boolean isDue;
  private final long begun = System.nanoTime();
  private long said = begun;

  /**
   * @param executed so many entries of the log
   * @param size so many there are
   */
  RebuildLog(long executed, long size) {
    this.size = size;
    this.isDue = executed < size;
    if (isDue) {
      LOG.atInfo()
          .addKeyValue("executed", executed)
          .addKeyValue("size", size)
          .log("executing the log again");
    }
  }

  void reached(long executed) {
    long now = System.nanoTime();
    if (executed < size && now - said > EVERY.toNanos()) {
      said = now;
      LOG.atInfo()
          .addKeyValue("executed", executed)
          .addKeyValue("size", size)
          .log("still executing the log");
    }
  }

  void done() {
    if (isDue) {
      LOG.atInfo()
          .addKeyValue("size", size)
          .addKeyValue("millis", (System.nanoTime() - begun) / 1_000_000)
          .log("log executed");
    }
  }
}
