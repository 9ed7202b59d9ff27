package org.baymark.sim.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.alliance.GatewayApi;

/** Waits until a gateway says of every statement that it is final. */
final class Anchoring {
  private static final long POLL_MILLIS = 500;

  /**
   * What the gateway said last.
   *
   * @param missing acknowledged and not stored: lost
   * @param unanchored stored, and not anchored in time
   */
  record Outcome(Set<Digest> missing, Set<Digest> unanchored) {}

  private final GatewayApi gateway;

  Anchoring(GatewayApi gateway) {
    this.gateway = gateway;
  }

  /** Asks again and again, at most so long. */
  Outcome await(List<Digest> ids, Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Set<Digest> missing = new LinkedHashSet<>();
    List<Digest> open = ids;
    while (true) {
      boolean late = System.nanoTime() - end > 0;
      try {
        GatewayApi.Found found = gateway.find(open);
        missing.addAll(found.missing());
        open = List.copyOf(found.unanchored());
      } catch (GatewayApi.Unanswered e) {
        // It may be starting again: it has as long as the anchoring has.
        if (late) {
          throw e;
        }
      }
      if (open.isEmpty() || late) {
        return new Outcome(missing, Set.copyOf(open));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
