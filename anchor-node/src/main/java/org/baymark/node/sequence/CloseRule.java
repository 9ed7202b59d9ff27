package org.baymark.node.sequence;

import java.time.Duration;

/**
 * When a checkpoint is due: as soon as there is something new, though not sooner than an interval
 * after the last one; and at a slower heartbeat when there was nothing, so that a silent log can be
 * told from a dead one. It counts looks instead of reading a clock, which can be set back.
 */
public final class CloseRule {
  /** In an interval. */
  public static final int LOOKS = 10;

  private final long heartbeatLooks;
  private long looks; // since the last checkpoint

  /**
   * @param interval between two checkpoints at least; {@link #LOOKS} are taken in it
   * @param heartbeat the longest silence; counts as a whole number of intervals, at least one
   */
  public CloseRule(Duration interval, Duration heartbeat) {
    long wanted = (heartbeat.toMillis() + interval.toMillis() - 1) / interval.toMillis();
    heartbeatLooks = LOOKS * Math.max(1, wanted);
  }

  /** One look: whether to close a checkpoint now. */
  public boolean look(boolean hasNews) {
    looks++;
    if (looks >= (hasNews ? LOOKS : heartbeatLooks)) {
      looks = 0;
      return true;
    }
    return false;
  }
}
