package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.uplink.Answer.Outcome;
import org.baymark.sim.uplink.CoapUplink;
import org.baymark.sim.uplink.QuietMqtt;

/** Thousands of clients that are there and say nothing, and whether others are heard meanwhile. */
final class IdleBench {
  static final int CLIENTS = 2_000;

  /** Statements a second of the others. */
  static final int RATE = 100;

  private static final int OTHERS = 20;

  private final int clients;
  private final int seconds;
  private final int heapMegabytes;
  private final Launcher launcher;
  private final InstantSource clock;
  private final Consumer<String> progress;

  IdleBench(
      int clients,
      int seconds,
      int heapMegabytes,
      Launcher launcher,
      InstantSource clock,
      Consumer<String> progress) {
    this.clients = clients;
    this.seconds = seconds;
    this.heapMegabytes = heapMegabytes;
    this.launcher = launcher;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * @param way {@link Way#MQTT} or {@link Way#DTLS}; CoAP alone has no connections
   * @param folder does not exist
   */
  IdleResult run(Way way, Path folder) throws IOException, InterruptedException {
    progress.accept(way + ", idle: starting a node and a gateway");
    try (Site site =
        Site.open(launcher, folder, GatewayBench.SEAL_AFTER, heapMegabytes, clients + OTHERS)) {
      List<BenchDevice> devices = site.devices(Suite.ES256, OTHERS);
      Load load = site.load(devices, way);
      Load.prepare(devices, 2 * RATE * seconds / OTHERS + 1, clock.instant());
      load.atRate(RATE, RATE * seconds, Integer.MAX_VALUE, new Latencies()); // warm
      return way == Way.DTLS ? dtls(site, devices, load) : mqtt(site, devices, load);
    }
  }

  private IdleResult mqtt(Site site, List<BenchDevice> devices, Load load)
      throws IOException, InterruptedException {
    long before = resident(site);
    progress.accept("MQTT, idle: " + clients + " clients connect");
    List<QuietMqtt> quiet = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        quiet.add(QuietMqtt.open(site.door(Way.MQTT), "quiet-" + i));
      }
      return others(
          Way.MQTT,
          site,
          devices,
          load,
          before,
          quiet.size(),
          () -> (int) quiet.stream().filter(QuietMqtt::isOpen).count());
    } finally {
      for (QuietMqtt each : quiet) {
        each.close();
      }
    }
  }

  /** Each says one thing, which takes a handshake, and is not heard of again. */
  private IdleResult dtls(Site site, List<BenchDevice> devices, Load load)
      throws IOException, InterruptedException {
    long before = resident(site);
    progress.accept("DTLS, idle: " + clients + " clients shake hands, one after the other");
    BenchDevice speaker = devices.get(0);
    int taken = 0;
    for (int i = 0; i < clients; i++) {
      site.demandAlive();
      try (CoapUplink client = site.dtls()) {
        Outcome outcome =
            client.send(speaker.name(), speaker.next(clock.instant()).encoded()).join().outcome();
        taken += outcome == Outcome.ACCEPTED ? 1 : 0;
      }
    }
    int sessions = taken;
    return others(Way.DTLS, site, devices, load, before, sessions, () -> sessions);
  }

  private interface Still {
    int count();
  }

  private IdleResult others(
      Way way, Site site, List<BenchDevice> devices, Load load, long before, int taken, Still still)
      throws IOException, InterruptedException {
    progress.accept(way + ", idle: " + seconds + " s of quiet, then others speak as long");
    TimeUnit.SECONDS.sleep(seconds);
    long with = resident(site);
    long acknowledged = load.acknowledged();
    long refused = load.others();
    Load.prepare(devices, RATE * seconds / OTHERS + 1, clock.instant());
    Latencies latencies = new Latencies();
    load.atRate(RATE, RATE * seconds, Integer.MAX_VALUE, latencies);
    site.demandAlive();
    return new IdleResult(
        way,
        taken,
        still.count(),
        before,
        with,
        load.acknowledged() - acknowledged,
        load.others() - refused,
        latencies.summary());
  }

  private static long resident(Site site) {
    return ProcessFigures.of(site.gateway().pid()).residentBytes();
  }
}
