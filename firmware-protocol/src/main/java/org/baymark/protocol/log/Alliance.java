package org.baymark.protocol.log;

/** How many of the {@code n} members of an alliance may fail, and how many must agree. */
public final class Alliance {
  private Alliance() {}

  /** How many members may lie at the same time: the largest f with 3f &lt; n; 0 where n is 0. */
  public static int faults(int n) {
    return Math.max(0, Math.floorDiv(n - 1, 3));
  }

  /**
   * How many co-signatures make a checkpoint valid: floor(2n/3) + 1. Any two such sets then share
   * more members than may lie, so an honest one stands in both, and it signs no second history.
   */
  public static int quorum(int n) {
    return 2 * n / 3 + 1;
  }
}
