package org.baymark.node.running;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether an operator who names no epoch may end the present one. Operators ask one after the
 * other, and f+1 of them are enough: who comes after those finds an epoch that has just begun and
 * certified nothing yet. A stop of that one would help nobody, and would leave this member, alone
 * and for as long as the epoch lasts, out of every head. It goes by the nanosecond clock of the
 * process, which nobody sets. For one thread.
 */
final class StopRule {
  /**
   * An opening that was lost is said again within a second or two; to leave the last order takes up
   * to five, and to go back to the start of the epoch and copy what is lacking some more; a leader
   * is elected in one or two seconds an attempt. On a slow machine all of it takes its time.
   */
  private static final Duration BEGIN = Duration.ofSeconds(30);

  private final long waitNanos;
  private long epoch;
  private long stopped;
  private long since;

  /**
   * @param heartbeat where there is nothing new the first head of an epoch, with which it shows
   *     that it works, comes as late as this after it began
   * @param epoch that this member is in as it starts, and {@code stopped} the last that it stopped:
   *     how old they are it does not know, so they begin now. But epoch 0 began with the log and
   *     after no other: nobody comes late to its beginning
   */
  StopRule(Duration heartbeat, long epoch, long stopped, long nanos) {
    this.waitNanos = BEGIN.plus(heartbeat).toNanos();
    this.epoch = epoch;
    this.stopped = stopped;
    this.since = epoch == 0 && stopped < 0 ? nanos - waitNanos : nanos;
  }

  /**
   * Has to be told often where this member is: what is new counts from when it was told.
   *
   * @return whether anything is new
   */
  boolean isNow(long inEpoch, long hasStopped, long nanos) {
    if (inEpoch == epoch && hasStopped == stopped) {
      return false;
    }
    epoch = inEpoch;
    stopped = hasStopped;
    since = nanos;
    return true;
  }

  /**
   * Whether a stop of {@code next} is signed now. That is either the epoch that this member is in,
   * or a later one that should have been opened since it signed its last stop.
   */
  boolean mayStop(long next, Optional<Long> named, long nanos) {
    return named.map(it -> it == next).orElse(nanos - since >= waitNanos);
  }

  /** Why the epoch that it is in is not stopped without its name. */
  String refusal(long nanos) {
    long left = TimeUnit.NANOSECONDS.toSeconds(waitNanos - (nanos - since) + 999_999_999);
    return "epoch "
        + epoch
        + (" began " + TimeUnit.NANOSECONDS.toSeconds(nanos - since) + " s ago, or this node did,")
        + " and has to show first whether it certifies heads; nothing was stopped (ask again in "
        + left
        + " s; or to end it all the same name it: --epoch "
        + epoch
        + ")";
  }
}
