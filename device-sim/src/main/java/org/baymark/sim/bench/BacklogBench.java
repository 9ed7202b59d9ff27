package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.alliance.Launcher;

/**
 * A gateway without its alliance, and how long it takes to catch up while statements go on. What
 * drains is batches, whatever is in them: a gateway that seals each minute has 1,440 of them after
 * a day.
 */
final class BacklogBench {
  /** Of a day, at one a minute. */
  static final int BATCHES = 1_440;

  /** Statements a second while the alliance is away: each batch holds each device. */
  private static final int FILLING = 500;

  /** Statements a second while the backlog drains. */
  static final int RATE = 100;

  private static final Duration SEAL_AFTER = Duration.ofMillis(100);
  private static final int DRAINED_WITHIN_SECONDS = 1_800;

  private final int devices;
  private final int heapMegabytes;
  private final Launcher launcher;
  private final InstantSource clock;
  private final Consumer<String> progress;

  BacklogBench(
      int devices,
      int heapMegabytes,
      Launcher launcher,
      InstantSource clock,
      Consumer<String> progress) {
    this.devices = devices;
    this.heapMegabytes = heapMegabytes;
    this.launcher = launcher;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * @param batches that wait at least when the alliance comes back
   * @param folder does not exist
   */
  BacklogResult run(int batches, Path folder) throws IOException, InterruptedException {
    progress.accept("backlog: starting a node and a gateway");
    try (Site site = Site.open(launcher, folder, SEAL_AFTER, heapMegabytes, devices)) {
      List<BenchDevice> senders = site.devices(Suite.ES256, devices);
      Load load = site.load(senders, Way.MQTT);
      send(load, senders, RATE, 2);
      site.stopNode();
      progress.accept("backlog: without the node until " + batches + " batches wait");
      while (waiting(site) < batches) {
        send(load, senders, FILLING, 1);
        site.demandAlive();
      }
      return drain(site, load, senders);
    }
  }

  private void send(Load load, List<BenchDevice> senders, int perSecond, int seconds)
      throws InterruptedException {
    Load.prepare(senders, perSecond * seconds / senders.size() + 1, clock.instant());
    load.atRate(perSecond, perSecond * seconds, Integer.MAX_VALUE, new Latencies());
  }

  private static long waiting(Site site) throws IOException, InterruptedException {
    JsonNode stats = site.api().stats();
    return stats.path("batches").asLong() - stats.path("anchoredBatches").asLong();
  }

  private BacklogResult drain(Site site, Load load, List<BenchDevice> senders)
      throws IOException, InterruptedException {
    JsonNode full = site.api().stats();
    long last = full.path("batches").asLong();
    long before = full.path("anchoredBatches").asLong();
    long statements = full.path("accepted").asLong() - full.path("anchoredStatements").asLong();
    Latencies latencies = new Latencies();
    long acknowledged = load.acknowledged();
    long others = load.others();
    Thread sender = new Thread(() -> keepSending(load, senders, latencies), "load");
    progress.accept("backlog: " + (last - before) + " batches wait; starting the node again");
    site.startNode();
    sender.start();
    try {
      long start = System.nanoTime();
      double first = await(site, before + 1, start);
      double all = await(site, last, start);
      sender.interrupt();
      sender.join();
      return new BacklogResult(
          last - before,
          statements,
          first,
          all,
          load.acknowledged() - acknowledged,
          load.others() - others,
          latencies.summary());
    } finally {
      sender.interrupt();
      sender.join();
    }
  }

  /** Until it is interrupted; what is under way has its answer then. */
  private void keepSending(Load load, List<BenchDevice> senders, Latencies latencies) {
    try {
      while (!Thread.interrupted()) {
        Load.prepare(senders, RATE / senders.size() + 1, clock.instant());
        load.atRate(RATE, RATE, Integer.MAX_VALUE, latencies);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // told to stop
    }
  }

  /** Seconds from {@code start} until so many batches are anchored. */
  private static double await(Site site, long batches, long start)
      throws IOException, InterruptedException {
    while (site.api().stats().path("anchoredBatches").asLong() < batches) {
      site.demandAlive();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (seconds > DRAINED_WITHIN_SECONDS) {
        throw new IOException("the backlog did not drain in " + DRAINED_WITHIN_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(AnchorWatch.POLL_MILLIS);
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
