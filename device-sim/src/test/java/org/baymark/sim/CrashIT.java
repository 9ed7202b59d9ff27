package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.journey.Enrolment;
import org.baymark.sim.journey.Journey;
import org.baymark.sim.journey.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power cuts: what was acknowledged is there afterwards, and is anchored. */
class CrashIT {
  private static final Duration LENGTH = Duration.ofSeconds(12);
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private Path temp;

  @Test
  void nothingAcknowledgedIsLostWhenGatewayAndNodeAreKilled() throws Exception {
    try (World world = new World(temp)) {
      Fleet fleet = Fleet.of(new Fleet.Plan(3, 20, 1, LENGTH));
      Enrolment.enrol(fleet, world.api);
      GatewayApi.Doors doors = world.api.doors();
      try (Journey journey =
          new Journey(fleet, doors.mqtt(), doors.coap(), InstantSource.system())) {
        Tally tally = journey.tally();
        CompletableFuture<Void> travelling =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    journey.begin();
                    journey.travel(LENGTH);
                    journey.end();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });

        assertTrue(tally.awaitAccepted(80, LONG));
        world.gateway.kill();
        world.gateway = world.alliance.runGateway();
        world.api = world.alliance.api(world.gateway);

        int since = (int) tally.numbers().accepted();
        assertTrue(tally.awaitAccepted(since + 40, LONG), "nothing arrives after a restart");
        world.node.kill();
        assertTrue(tally.awaitAccepted(since + 60, LONG), "a dead node stops the gateway");
        world.node = world.alliance.runNode();

        travelling.get(LONG.toSeconds(), TimeUnit.SECONDS);
        Tally.Numbers numbers = tally.numbers();
        assertEquals("", tally.complaint());
        assertEquals(0, numbers.unanswered());
        assertEquals(0, numbers.forgedAccepted());
        world.assertAnchored(tally.acceptedIds());
        world.assertMissing(tally.forgedIds());
      }
    }
  }
}
