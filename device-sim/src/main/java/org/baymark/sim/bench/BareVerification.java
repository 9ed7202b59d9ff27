package org.baymark.sim.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.cose.VerifyingKey;

/** How fast this machine verifies signatures when it does nothing else: one thread, one core. */
final class BareVerification {
  /** Enough that no cache holds them all, and few enough to be signed in a second. */
  private static final int STATEMENTS = 2_000;

  private static final int DEVICES = 50;

  private BareVerification() {}

  /**
   * Verifications for each second of CPU time of the thread.
   *
   * @param provider that verifies
   * @param warmUp is not counted: the compiler needs it
   */
  static double perCpuSecond(
      List<BenchDevice> devices, SignatureProvider provider, Duration warmUp, Duration time) {
    Map<DevUrn, VerifyingKey> decoded = new HashMap<>();
    for (BenchDevice device : devices) {
      decoded.put(device.name(), device.key().verifyingKey().verifiedBy(provider));
    }
    List<Sign1> said = new ArrayList<>();
    List<VerifyingKey> keys = new ArrayList<>();
    for (int i = 0; i < STATEMENTS; i++) {
      BenchDevice device = devices.get(i % Math.min(DEVICES, devices.size()));
      said.add(device.next(Instant.EPOCH));
      keys.add(Objects.requireNonNull(decoded.get(device.name())));
    }
    run(said, keys, warmUp);
    return run(said, keys, time);
  }

  private static double run(List<Sign1> said, List<VerifyingKey> keys, Duration time) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long cpuStart = threads.getCurrentThreadCpuTime();
    long count = 0;
    while (System.nanoTime() - start < time.toNanos()) {
      int i = (int) (count % said.size());
      Sign1 each = said.get(i);
      if (!keys.get(i).verifies(each.toBeSigned(), each.signature())) {
        throw new IllegalStateException("our own signature does not verify");
      }
      count++;
    }
    return count * 1e9 / (threads.getCurrentThreadCpuTime() - cpuStart);
  }
}
