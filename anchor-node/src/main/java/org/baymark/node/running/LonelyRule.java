package org.baymark.node.running;

/**
 * When a member that hears too few for a quorum asks the others by another way. As a rule they are
 * only down, or it is cut off; so it waits, and after each round of all of them twice as long, up
 * to an hour. It counts ticks of a second instead of reading a clock, which can be set.
 */
final class LonelyRule {
  /** Who is there says something every few seconds; a start takes its time. */
  private static final int FIRST = 20;

  private static final int PAUSE_MAX = 3_600;

  private int pause = FIRST;
  private int left = FIRST;
  private int asked; // in this round

  /**
   * A second has passed: whether to ask the next one.
   *
   * @param others how many make a round
   */
  boolean tick(boolean hearsTooFew, int others) {
    if (!hearsTooFew) {
      pause = FIRST;
      left = FIRST;
      asked = 0;
      return false;
    }
    if (--left > 0) {
      return false;
    }
    asked++;
    if (asked >= others) {
      asked = 0;
      pause = Math.min(PAUSE_MAX, 2 * pause);
      left = pause;
    } else {
      left = 1;
    }
    return true;
  }

  /** How long it waits after this round, in seconds. */
  int pause() {
    return Math.min(PAUSE_MAX, asked == 0 ? pause : 2 * pause);
  }
}
