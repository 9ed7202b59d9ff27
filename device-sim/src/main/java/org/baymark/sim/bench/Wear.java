package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.alliance.Program;
import org.baymark.sim.uplink.MqttUplink;
import org.baymark.sim.uplink.Uplink;

/**
 * How much a gateway writes to its disk for each statement, at several rates and with several
 * delays of its commits: what wears an SD card out.
 */
final class Wear {
  static final List<Integer> RATES = List.of(1_000, 100, 10, 1);
  static final List<Duration> DELAYS =
      List.of(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100));
  static final Duration SEAL_AFTER = Duration.ofSeconds(10);

  /** Statements that make the gateway's code warm and its files more than empty. */
  private static final int BEFORE = 2_000;

  private final int connections;
  private final int seconds;
  private final Launcher launcher;
  private final InstantSource clock;
  private final Consumer<String> progress;

  Wear(
      int connections,
      int seconds,
      Launcher launcher,
      InstantSource clock,
      Consumer<String> progress) {
    this.connections = connections;
    this.seconds = seconds;
    this.launcher = launcher;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * One cell.
   *
   * @param statements acknowledged
   * @param bytes written for each of them
   * @param latency of their acknowledgements
   */
  record Cell(
      int perSecond, long delayMillis, long statements, double bytes, Latencies.Summary latency) {}

  /**
   * All rates with one delay, by one gateway.
   *
   * @param folder does not exist
   */
  List<Cell> run(Duration delay, Path folder) throws IOException, InterruptedException {
    ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    List<Uplink> uplinks = new ArrayList<>();
    try (Alliance alliance = new Alliance(launcher, Files.createDirectories(folder))) {
      progress.accept("commits after " + delay.toMillis() + " ms: starting a node and a gateway");
      alliance.initNode(Duration.ofSeconds(1));
      alliance.runNode();
      alliance.initGateway(SEAL_AFTER);
      Path settings = alliance.gatewayFolder().resolve("gateway.yaml");
      String yaml = Files.readString(settings);
      Files.writeString(
          settings, yaml.replaceFirst("(?m)^commitDelay: .*$", "commitDelay: " + delay));
      Program gateway = alliance.runGateway();
      GatewayApi api = alliance.api(gateway);
      List<BenchDevice> devices = new ArrayList<>();
      List<Load.Line> lines = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        DevUrn name = new DevUrn(String.format(Locale.ROOT, "urn:dev:ops:32473-wear-%04d", i));
        BenchDevice device =
            new BenchDevice(name, SigningKey.generate(Suite.ES256, new SecureRandom()));
        api.addDevice(name, device.key().verifyingKey(), "baymark bench", List.of(Kind.TELEMETRY));
        Uplink uplink = MqttUplink.open(api.doors().mqtt(), "wear-" + i, scheduler);
        uplinks.add(uplink);
        devices.add(device);
        lines.add(new Load.Line(device, uplink));
      }
      Path database = alliance.gatewayFolder().resolve("gateway.db");
      return measure(delay, api, gateway, database, devices, new Load(lines));
    } finally {
      uplinks.forEach(Uplink::close);
      scheduler.shutdownNow();
    }
  }

  private List<Cell> measure(
      Duration delay,
      GatewayApi api,
      Program gateway,
      Path database,
      List<BenchDevice> devices,
      Load load)
      throws IOException, InterruptedException {
    Load.prepare(devices, BEFORE / devices.size() + 1, clock.instant());
    load.atRate(1_000, BEFORE, BEFORE, new Latencies());
    long sizeBefore = Files.size(database);
    long acceptedBefore = api.stats().path("accepted").asLong();
    List<Cell> measured = new ArrayList<>();
    for (int rate : RATES) {
      int count = Math.max(1, rate * seconds);
      progress.accept("  " + rate + " a second, " + seconds + " s");
      Load.prepare(devices, count / devices.size() + 1, clock.instant());
      Latencies latencies = new Latencies();
      Figures from = Figures.of(api, gateway.pid());
      load.atRate(rate, count, count, latencies);
      Figures to = Figures.of(api, gateway.pid());
      long accepted = to.accepted() - from.accepted();
      double written = to.writtenBytes().orElseThrow() - (double) from.writtenBytes().orElseThrow();
      measured.add(
          new Cell(rate, delay.toMillis(), accepted, written / accepted, latencies.summary()));
    }
    long accepted = api.stats().path("accepted").asLong() - acceptedBefore;
    gateway.close(); // what its write-ahead log held is in the file then
    double kept = (Files.size(database) - sizeBefore) / (double) accepted;
    return measured.stream()
        .map(
            it ->
                new Cell(
                    it.perSecond(),
                    it.delayMillis(),
                    it.statements(),
                    it.bytes() + kept,
                    it.latency()))
        .toList();
  }
}
