package org.baymark.gateway.admission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.baymark.gateway.runtime.RateLimit;
import org.baymark.protocol.cose.DevUrn;

/**
 * How fast each device may speak, over all transports together. Only what a device has signed
 * counts against it, so nobody can use up another's share; and only devices that the operator added
 * are remembered. For any thread.
 */
final class DeviceRates {
  private volatile int perSecond;
  private final Map<DevUrn, RateLimit> limits = new ConcurrentHashMap<>();

  /**
   * @param perSecond statements; ten times as many at once after a pause, for a device that was
   *     offline has some to tell; 0 for no limit
   */
  DeviceRates(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Another rate, from now on; what each device saved up before counts no more. */
  void change(int statementsPerSecond) {
    perSecond = statementsPerSecond;
    limits.clear();
  }

  /** Whether one more statement of {@code device} is taken now. */
  boolean take(DevUrn device, long nowNanos) {
    int rate = perSecond;
    if (rate == 0) {
      return true;
    }
    RateLimit limit =
        limits.computeIfAbsent(device, first -> new RateLimit(rate, 10 * rate, nowNanos));
    synchronized (limit) {
      return limit.take(nowNanos);
    }
  }

  /** What the device is told. */
  String sentence() {
    return "more than " + perSecond + " statements a second of one device";
  }
}
