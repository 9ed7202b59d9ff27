package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.config.Durations;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.upkeep.Counted;
import org.baymark.gateway.upkeep.Pruner;
import org.baymark.gateway.upkeep.Retention;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway prune}. */
@Command(
    name = "prune",
    description =
        "Moves old statements out of the gateway's store into files that prove themselves. Only"
            + " those go whose batch the alliance has certified. What proves them stays in the"
            + " store, and each is still known when it comes again. A gateway that runs does it"
            + " itself and takes statements meanwhile.",
    footer = {
      "",
      "Nothing is deleted before its file was flushed, compared and checked. Passports read the"
          + " files where they lie; one that was carried away they do not disclose, until it is"
          + " laid back. 'baymark gateway check FILE' checks one by itself."
    },
    sortOptions = false)
final class PruneCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 300;

  @Mixin private final OfGateway of = new OfGateway();

  @Option(
      names = "--older-than",
      required = true,
      paramLabel = "TIME",
      description = "How long ago a batch's last statement was received: 90d, 12h, PT36H.")
  private String olderThan = "";

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where the files go. Usual: the folder pruneTo of gateway.yaml.")
  private @Nullable Path to;

  @Override
  public Integer call() {
    Duration age = age();
    GatewayFolder folder = of.folder();
    GatewayConfig config = folder.readConfig();
    if (Database.isOpen(of.dir())) {
      through(new GatewayCaller(folder), age);
    } else {
      alone(folder, config, age);
    }
    return ExitCode.OK;
  }

  private Duration age() {
    try {
      Duration age = Durations.parse(olderThan);
      if (age.isNegative()) {
        throw CommandFailure.usage("--older-than " + olderThan + " lies in the future");
      }
      return age;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--older-than: " + e.getMessage());
    }
  }

  private void alone(GatewayFolder folder, GatewayConfig config, Duration age) {
    Path into = to == null ? folder.path().resolve(config.keep().pruneTo()) : to.toAbsolutePath();
    try (Database database = Database.open(of.dir())) {
      Pruner pruner =
          new Pruner(
              database,
              folder.path(),
              config.name(),
              folder.readKey().verifyingKey(),
              InstantSource.system());
      List<Pruned> files = pruner.all(Retention.olderThan(age), into);
      files.forEach(
          it -> say(it.file(), it.firstBatch(), it.lastBatch(), it.statements(), it.size()));
      end(files.size());
    } catch (StoreException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  /** It may take longer than a call may: the gateway is asked until it has ended. */
  private void through(GatewayCaller gateway, Duration age) {
    ObjectNode asked = GatewayCaller.JSON.createObjectNode();
    asked.put("olderThanSeconds", age.toSeconds());
    if (to != null) {
      asked.put("to", to.toAbsolutePath().toString());
    }
    gateway.post("/prune", asked);
    JsonNode state = gateway.get("/prune");
    while (state.path("state").asText().equals("running")) {
      pause();
      state = gateway.get("/prune");
    }
    if (!state.path("state").asText().equals("done")) {
      throw CommandFailure.failed("the gateway says: " + state.path("error").asText());
    }
    for (JsonNode file : state.path("files")) {
      say(
          file.path("file").asText(),
          file.path("firstBatch").asLong(),
          file.path("lastBatch").asLong(),
          file.path("statements").asLong(),
          file.path("bytes").asLong());
    }
    end(state.path("files").size());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted; the gateway goes on pruning");
    }
  }

  private void say(String file, long first, long last, long statements, long bytes) {
    System.out.println(
        "batches "
            + first
            + " to "
            + last
            + ": "
            + Counted.of(statements, "statement", "statements")
            + " now in "
            + of.dir().resolve(file)
            + " ("
            + bytes
            + " bytes)");
  }

  private void end(int files) {
    System.out.println(
        files == 0
            ? "nothing was pruned: no certified batch is older than " + olderThan
            : "the store proves them still; to give the room back to the disk now: 'baymark gateway"
                + " compact'");
  }
}
