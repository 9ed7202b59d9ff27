package org.baymark.gateway.store;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How the time that a statement claims stands to the gateway's clock. It is noted and counted, and
 * never a reason to refuse or change anything: a device may have been away for long, and the clock
 * that is wrong may be the gateway's.
 */
public enum ClaimedTime {
  /** Or none is claimed. */
  PLAUSIBLE,
  /** Further ahead than the verifier's step {@code times} lets clocks differ. */
  FUTURE,
  /** Longer ago than devices usually keep what they have to say. */
  PAST;

  static final Duration AHEAD_MAX = Duration.ofMinutes(5);
  static final Duration AGE_MAX = Duration.ofDays(30);

  /**
   * @param issuedAt seconds since 1970, as the device claims
   * @param receivedMillis since 1970, by the gateway's clock
   */
  public static ClaimedTime of(OptionalLong issuedAt, long receivedMillis) {
    if (issuedAt.isEmpty()) {
      return PLAUSIBLE;
    }
    long received = receivedMillis / 1_000;
    long claimed = issuedAt.getAsLong(); // up to 2^53 - 1 (PROTOCOL.md, section 2): no overflow
    if (claimed > received + AHEAD_MAX.toSeconds()) {
      return FUTURE;
    }
    return claimed < received - AGE_MAX.toSeconds() ? PAST : PLAUSIBLE;
  }

  /** As a row bears it. */
  public int flag() {
    return switch (this) {
      case PLAUSIBLE -> 0;
      case FUTURE -> EventLog.FUTURE;
      case PAST -> EventLog.PAST;
    };
  }
}
