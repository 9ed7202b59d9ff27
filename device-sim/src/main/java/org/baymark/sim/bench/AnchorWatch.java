package org.baymark.sim.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.alliance.GatewayApi;

/** Measures when statements become final, by asking for them. */
final class AnchorWatch {
  /** How exactly the moment is known. */
  static final long POLL_MILLIS = 100;

  private final GatewayApi api;
  private final Latencies latencies = new Latencies();

  AnchorWatch(GatewayApi api) {
    this.api = api;
  }

  /**
   * Asks until all are final, at most so long.
   *
   * @param sentAt when each was sent; may grow until {@code isGrowing} says no
   */
  Latencies.Summary await(Map<Digest, Long> sentAt, BooleanSupplier isGrowing, long secondsMax)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + secondsMax * 1_000_000_000L;
    while (System.nanoTime() < end) {
      boolean growing = isGrowing.getAsBoolean();
      List<Digest> open = new ArrayList<>(sentAt.keySet());
      if (open.isEmpty() && !growing) {
        break;
      }
      GatewayApi.Found found = api.find(open);
      long now = System.nanoTime();
      for (Digest id : open) {
        if (!found.missing().contains(id) && !found.unanchored().contains(id)) {
          Long sent = sentAt.remove(id);
          if (sent != null) {
            latencies.add(now - sent);
          }
        }
      }
      Thread.sleep(POLL_MILLIS);
    }
    return latencies.summary();
  }
}
