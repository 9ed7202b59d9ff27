package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.alliance.Launcher;

/**
 * A steady load, and then the question whether all of it is there: every statement that was
 * acknowledged is in the store once, the chain of batches is whole, and memory did not grow.
 */
final class Soak {
  private static final Duration SEAL_AFTER = Duration.ofSeconds(10);

  /** Of memory, from the fifth tenth of the time to the last. */
  private static final double GROWTH_MAX = 1.05;

  /** In less time the JVM's compiler is still at work, and takes memory. */
  private static final int JUDGED_FROM_SECONDS = 600;

  private final int connections;
  private final int perSecond;
  private final int heapMegabytes;
  private final Launcher launcher;
  private final InstantSource clock;
  private final Consumer<String> progress;

  Soak(
      int connections,
      int perSecond,
      int heapMegabytes,
      Launcher launcher,
      InstantSource clock,
      Consumer<String> progress) {
    this.connections = connections;
    this.perSecond = perSecond;
    this.heapMegabytes = heapMegabytes;
    this.launcher = launcher;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param checked what {@code gateway check} said
   * @param faults a sentence each; none if all is well
   */
  record Verdict(Steady.Outcome steady, List<String> checked, List<String> faults) {}

  /**
   * @param folder does not exist
   */
  Verdict run(Path folder, int seconds) throws IOException, InterruptedException {
    progress.accept("starting a node and a gateway");
    try (Site site = Site.open(launcher, folder, SEAL_AFTER, heapMegabytes, connections)) {
      List<BenchDevice> devices = site.devices(Suite.ES256, connections);
      Load load = site.load(devices, Way.MQTT);
      progress.accept(perSecond + " statements a second for " + seconds + " s");
      Steady.Outcome steady =
          new Steady(site, clock, progress).run(load, devices, perSecond, seconds);
      List<String> faults = new ArrayList<>();
      answers(steady).ifPresent(faults::add);
      faults.addAll(lost(devices, site.api().devices()));
      growth(steady).ifPresent(faults::add);
      progress.accept("checking the store from its bytes up");
      site.gateway().close();
      Launcher.Result check =
          launcher.run(
              List.of("gateway", "check", "--dir", site.gatewayFolder().toString()),
              patience(seconds));
      List<String> checked = check.out().lines().toList();
      if (check.exitCode() != 0) {
        faults.add("gateway check ended with " + check.exitCode() + ": " + check.err().strip());
      }
      return new Verdict(steady, checked, faults);
    }
  }

  /** A check that takes longer than what it checks took to come in is not well either. */
  private static Duration patience(int seconds) {
    Duration load = Duration.ofSeconds(seconds);
    return load.compareTo(Launcher.PATIENCE) > 0 ? load : Launcher.PATIENCE;
  }

  private static Optional<String> answers(Steady.Outcome steady) {
    long due = (long) steady.perSecond() * steady.seconds();
    return steady.acknowledged() == due && steady.others() == 0
        ? Optional.empty()
        : Optional.of(
            "%d statements were to be sent, %d were acknowledged, and %d had another answer"
                .formatted(due, steady.acknowledged(), steady.others()));
  }

  /** As many as a device sent, and no number missing: then each is there, and once. */
  private static List<String> lost(List<BenchDevice> devices, JsonNode told) {
    Map<String, JsonNode> byName = new HashMap<>();
    told.path("devices").forEach(each -> byName.put(each.path("name").asText(), each));
    List<String> faults = new ArrayList<>();
    for (BenchDevice device : devices) {
      JsonNode kept = byName.get(device.name().text());
      long accepted = kept == null ? 0 : kept.path("accepted").asLong();
      long gaps = kept == null ? 0 : kept.path("gaps").asLong();
      if (accepted != device.taken() || gaps != 0) {
        faults.add(
            "%s sent %d statements; the store has %d, and %d numbers are missing"
                .formatted(device.name(), device.taken(), accepted, gaps));
      }
    }
    return faults;
  }

  private static Optional<String> growth(Steady.Outcome steady) {
    long before = steady.mostBetween(0.4, 0.5);
    long after = steady.mostBetween(0.9, 2);
    return steady.seconds() < JUDGED_FROM_SECONDS || after <= before * GROWTH_MAX
        ? Optional.empty()
        : Optional.of(
            "resident memory grew from %d MiB at half time to %d MiB at the end"
                .formatted(before >> 20, after >> 20));
  }
}
