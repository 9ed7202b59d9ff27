package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.alliance.Launcher;

/**
 * One run of some parts, each in a folder of its own.
 *
 * @param suites of which the first signs where one is enough
 */
record Measuring(
    Extent extent,
    List<Suite> suites,
    Launcher launcher,
    Path folder,
    Consumer<String> progress,
    InstantSource clock) {

  /**
   * How much of it.
   *
   * @param connections one for each device
   * @param seconds that a part lasts, but for {@code minutes}
   * @param heap of the gateway, in MB
   * @param idle quiet clients
   * @param rate statements a second where memory is measured
   * @param minutes that memory is measured
   */
  record Extent(int connections, int seconds, int heap, int idle, int rate, int minutes) {}

  Measuring {
    suites = List.copyOf(suites);
  }

  /** MQTT with all suites; the other ways with the first. */
  List<Result> flows(Set<Part> chosen) throws IOException, InterruptedException {
    GatewayBench bench =
        new GatewayBench(
            extent.connections(), extent.seconds(), extent.heap(), launcher, clock, progress);
    List<Result> results = new ArrayList<>();
    for (Suite each : chosen.contains(Part.MQTT) ? suites : List.<Suite>of()) {
      results.add(bench.run(Way.MQTT, each, fresh("mqtt-" + each)));
    }
    for (Way way : List.of(Way.COAP, Way.DTLS)) {
      if (chosen.contains(Part.valueOf(way.name()))) {
        results.add(bench.run(way, suites.get(0), fresh(way.name())));
      }
    }
    return results;
  }

  Optional<BrokerResult> broker() throws IOException, InterruptedException {
    Optional<Path> program = Mosquitto.program();
    return program.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new BrokerBench(extent.connections(), extent.seconds(), clock, progress)
                .run(program.get(), fresh("mosquitto")));
  }

  IdleResult idle(Way way) throws IOException, InterruptedException {
    return new IdleBench(extent.idle(), extent.seconds(), extent.heap(), launcher, clock, progress)
        .run(way, fresh("idle-" + way));
  }

  Steady.Outcome memory() throws IOException, InterruptedException {
    progress.accept("memory: " + extent.rate() + " a second for " + extent.minutes() + " min");
    try (Site site =
        Site.open(
            launcher,
            fresh("memory"),
            GatewayBench.SEAL_AFTER,
            extent.heap(),
            extent.connections())) {
      List<BenchDevice> devices = site.devices(suites.get(0), extent.connections());
      Load load = site.load(devices, Way.MQTT);
      return new Steady(site, clock, progress)
          .run(load, devices, extent.rate(), 60 * extent.minutes());
    }
  }

  BacklogResult backlog() throws IOException, InterruptedException {
    return new BacklogBench(extent.connections(), extent.heap(), launcher, clock, progress)
        .run(BacklogBench.BATCHES, fresh("backlog"));
  }

  private Path fresh(String name) {
    return folder.resolve(name.toLowerCase(Locale.ROOT));
  }
}
