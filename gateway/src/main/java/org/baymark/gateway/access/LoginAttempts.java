package org.baymark.gateway.access;

import java.util.Map;
import org.baymark.gateway.runtime.Newest;
import org.baymark.gateway.runtime.RateLimit;

/**
 * How often one address may try a password that turns out wrong: to guess is slow, and costs those
 * who know theirs no place in the queue. Belongs to the event loop.
 */
public final class LoginAttempts {
  public static final int AT_ONCE = 20;
  private static final double PER_SECOND = 0.5;
  private static final int ADDRESSES_MAX = 4_096;

  private final Map<String, RateLimit> left = new Newest<>(ADDRESSES_MAX);

  /** Takes one of the attempts of {@code address}, if it has one left. */
  public boolean take(String address, long nowNanos) {
    return left.computeIfAbsent(address, first -> new RateLimit(PER_SECOND, AT_ONCE, nowNanos))
        .take(nowNanos);
  }

  /** The attempt was none at guessing. */
  public void giveBack(String address) {
    RateLimit limit = left.get(address);
    if (limit != null) {
      limit.giveBack();
    }
  }
}
