package org.baymark.node.sequence;

import java.time.Duration;

/**
 * When a checkpoint is due: at each interval that brought something new, and at a slower heartbeat
 * when there was nothing, so that a silent log can be told from a dead one. It counts intervals
 * instead of reading a clock, which can be set back.
 */
public final class CloseRule {
  private final long heartbeatTicks;
  private long quietTicks;

  /**
   * @param interval between two ticks
   * @param heartbeat the longest silence; counts as a whole number of intervals, at least one
   */
  public CloseRule(Duration interval, Duration heartbeat) {
    long wanted = (heartbeat.toMillis() + interval.toMillis() - 1) / interval.toMillis();
    heartbeatTicks = Math.max(1, wanted);
  }

  /** One interval has passed: whether to close a checkpoint now. */
  public boolean tick(boolean hasNews) {
    quietTicks++;
    if (hasNews || quietTicks >= heartbeatTicks) {
      quietTicks = 0;
      return true;
    }
    return false;
  }
}
