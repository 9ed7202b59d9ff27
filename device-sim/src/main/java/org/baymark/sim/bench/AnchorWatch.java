package org.baymark.sim.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.alliance.GatewayApi;

/** Measures when statements become final, by asking for them. */
final class AnchorWatch {
  /** How exactly the moment is known. */
  static final long POLL_MILLIS = 100;

  private static final int ANCHORED_WITHIN_SECONDS = 60;

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
  private Latencies.Summary await(
      Map<Digest, Long> sentAt, BooleanSupplier isGrowing, long secondsMax)
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

  /**
   * Lets a load run at a fixed rate, and measures when what it marked is final.
   *
   * @param latencies takes how long acknowledgements took
   */
  Latencies.Summary during(
      Load load, int perSecond, int seconds, int markEvery, Latencies latencies)
      throws IOException, InterruptedException {
    AtomicBoolean sending = new AtomicBoolean(true);
    Thread sender =
        new Thread(
            () -> {
              try {
                load.atRate(perSecond, perSecond * seconds, markEvery, latencies);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                sending.set(false);
              }
            },
            "load");
    sender.start();
    try {
      return await(load.sentAt(), sending::get, seconds + ANCHORED_WITHIN_SECONDS);
    } finally {
      sender.interrupt();
      sender.join();
    }
  }
}
