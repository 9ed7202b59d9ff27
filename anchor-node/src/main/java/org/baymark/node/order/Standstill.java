package org.baymark.node.order;

import java.util.function.LongSupplier;

/**
 * For how many looks in a row this member's log did not grow, and whether others had more
 * meanwhile. Who leads waits for nobody. For one thread.
 */
final class Standstill {
  /** So many looks in a row must find others ahead, and this member where it was. */
  private static final int STUCK_LOOKS = 15;

  /** To copy did not help: what is ahead does not continue what this member has. */
  private static final int LOST_LOOKS = 40;

  /** To ask all others at each look would be too much for a member that is idle. */
  private static final int ASK_EVERY_LOOKS = 5;

  private long size;
  private int looks;
  private boolean isBehind;

  /**
   * One look.
   *
   * @param now how many entries the log has
   * @param longest how many the others have; asked now and then
   */
  void look(long now, boolean leads, LongSupplier longest) {
    looks = now == size && !leads ? looks + 1 : 0;
    size = now;
    if (looks > 0 && looks % ASK_EVERY_LOOKS == 0) {
      isBehind = longest.getAsLong() > now;
    }
  }

  /** Whether the others had more when they were last asked. */
  boolean isBehind() {
    return isBehind;
  }

  /** Whether it is time to come in anew, now or once more. */
  boolean isStuck() {
    return isBehind && looks >= STUCK_LOOKS && looks % STUCK_LOOKS == 0;
  }

  /** Whether it is longer than that, whatever the others said when they were last asked. */
  boolean isLost() {
    return looks >= LOST_LOOKS;
  }

  /** Whether the others had more, and this member could not take it for long. */
  boolean isLong() {
    return isBehind && looks >= STUCK_LOOKS;
  }

  /** It came in anew: whether the others have more is to be asked again. */
  void caughtUp() {
    isBehind = false;
  }

  /** Another branch took the place of its own. */
  void moved() {
    looks = 0;
  }
}
