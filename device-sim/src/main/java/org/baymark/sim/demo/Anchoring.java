package org.baymark.sim.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.shell.Screen;

/**
 * Whether everything that was acknowledged is stored, and under a checkpoint.
 *
 * @param anchored statements that are
 * @param lost statements that are not: never stored, or not anchored after all the time they got
 */
record Anchoring(long anchored, long lost) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 500;

  /** Asks the gateway until nothing is left, or patience is. */
  static Anchoring await(List<Digest> acknowledged, GatewayApi gateway, Screen screen)
      throws IOException, InterruptedException {
    screen.line("");
    screen.line("Waiting until all that was acknowledged is anchored ...");
    long end = System.nanoTime() + PATIENCE.toNanos();
    Set<Digest> missing = new LinkedHashSet<>();
    List<Digest> open = acknowledged;
    while (true) {
      GatewayApi.Found found = gateway.find(open);
      missing.addAll(found.missing());
      open = new ArrayList<>(found.unanchored());
      screen.draw(
          List.of("  " + (acknowledged.size() - open.size()) + " of " + acknowledged.size()));
      if (open.isEmpty() || System.nanoTime() > end) {
        break;
      }
      Thread.sleep(POLL_MILLIS);
    }
    screen.clear();
    long lost = (long) missing.size() + open.size();
    screen.line("  " + (acknowledged.size() - lost) + " of " + acknowledged.size() + " anchored");
    return new Anchoring(acknowledged.size() - lost, lost);
  }
}
