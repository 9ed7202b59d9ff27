package org.baymark.gateway.runtime;

/**
 * A token bucket: so many a second in the long run, and so many at once after a pause. Pure: the
 * time comes in, of any clock that never goes back. Belongs to one thread.
 */
public final class RateLimit {
  private static final double NANOS = 1e9;

  private final double perNano;
  private final double burst;
  private double tokens;
  private long filledAt;

  /**
   * A full one.
   *
   * @param perSecond more than 0
   * @param burst at least 1
   * @param nowNanos of the clock that all later calls use
   */
  public RateLimit(double perSecond, int burst, long nowNanos) {
    if (!(perSecond > 0) || burst < 1) {
      throw new IllegalArgumentException(perSecond + " a second, " + burst + " at once");
    }
    this.perNano = perSecond / NANOS;
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = nowNanos;
  }

  /** Takes one, if there is one. */
  public boolean take(long nowNanos) {
    fill(nowNanos);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /**
   * Takes one in any case; answers after how many nanoseconds it would have been there, which is
   * how long the taker has to pause.
   */
  public long owe(long nowNanos) {
    fill(nowNanos);
    tokens--;
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perNano);
  }

  /** Puts back what was taken for nothing. */
  public void giveBack() {
    tokens = Math.min(burst, tokens + 1);
  }

  private void fill(long nowNanos) {
    long passed = nowNanos - filledAt; // right across an overflow of the clock, too
    if (passed > 0) {
      tokens = Math.min(burst, tokens + passed * perNano);
      filledAt = nowNanos;
    }
  }
}
