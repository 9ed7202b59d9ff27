package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.store.Compaction;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway compact}. */
@Command(
    name = "compact",
    description =
        "Writes the gateway's store anew without what was deleted from it, so that the file shrinks"
            + " and the disk gets the room back. A gateway that runs does it itself: it takes"
            + " nothing meanwhile (devices keep what they have to say), and goes on by itself.",
    footer = {
      "",
      "It takes twice the store's size of free disk for a while, and about as long as to copy the"
          + " file twice. A power cut meanwhile leaves the store as it was."
    },
    sortOptions = false)
final class CompactCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 300;

  @Mixin private final OfGateway of = new OfGateway();

  @Override
  public Integer call() {
    GatewayFolder folder = of.folder();
    folder.readConfig();
    if (Database.isOpen(of.dir())) {
      through(new GatewayCaller(folder));
    } else {
      alone();
    }
    return ExitCode.OK;
  }

  private void alone() {
    try {
      Compaction.Done done = Compaction.alone(of.dir());
      say(done.before(), done.after());
    } catch (StoreException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  /** It may take longer than a call may: the gateway is asked until it has ended. */
  private static void through(GatewayCaller gateway) {
    gateway.post("/compact", GatewayCaller.JSON.createObjectNode());
    JsonNode state = gateway.get("/compact");
    while (state.path("state").asText().equals("running")) {
      pause();
      state = gateway.get("/compact");
    }
    if (!state.path("state").asText().equals("done")) {
      throw CommandFailure.failed("the gateway says: " + state.path("error").asText());
    }
    say(state.path("bytesBefore").asLong(), state.path("bytesAfter").asLong());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted; the gateway goes on compacting");
    }
  }

  private static void say(long before, long after) {
    System.out.println(
        "the store had "
            + before
            + " bytes and has "
            + after
            + " now: "
            + (before - after)
            + " less");
  }
}
