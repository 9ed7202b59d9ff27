package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
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
import org.baymark.sim.uplink.MqttUplink;
import org.baymark.sim.uplink.Uplink;

/** The load of {@link GatewayBench} on Mosquitto: the same statements, to which nobody listens. */
final class BrokerBench {
  private static final int WARM_UP_SECONDS = 5;
  private static final int PER_SECOND_MAX = 40_000;

  private final int connections;
  private final int seconds;
  private final InstantSource clock;
  private final Consumer<String> progress;

  BrokerBench(int connections, int seconds, InstantSource clock, Consumer<String> progress) {
    this.connections = connections;
    this.seconds = seconds;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * @param folder does not exist
   */
  BrokerResult run(Path program, Path folder) throws IOException, InterruptedException {
    ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    List<Uplink> uplinks = new ArrayList<>();
    try (Mosquitto broker = Mosquitto.start(program, folder)) {
      List<BenchDevice> devices = new ArrayList<>();
      List<Load.Line> lines = new ArrayList<>();
      SecureRandom random = new SecureRandom();
      for (int i = 0; i < connections; i++) {
        String name = String.format(Locale.ROOT, "urn:dev:ops:32473-bench-%04d", i);
        BenchDevice device =
            new BenchDevice(new DevUrn(name), SigningKey.generate(Suite.ES256, random));
        Uplink uplink = MqttUplink.open(broker.url(), "bench-" + i, scheduler);
        devices.add(device);
        uplinks.add(uplink);
        lines.add(new Load.Line(device, uplink));
      }
      return measure(broker.pid(), devices, new Load(lines));
    } finally {
      uplinks.forEach(Uplink::close);
      scheduler.shutdownNow();
    }
  }

  private BrokerResult measure(long pid, List<BenchDevice> devices, Load load)
      throws InterruptedException {
    progress.accept("mosquitto: signing, and warming up, " + WARM_UP_SECONDS + " s");
    Load.prepare(devices, WARM_UP_SECONDS * PER_SECOND_MAX / devices.size(), clock.instant());
    Load.Running warm = load.full(GatewayBench.WINDOW, new Latencies());
    long before = load.acknowledged();
    long began = System.nanoTime();
    await(devices, WARM_UP_SECONDS);
    double rate = (load.acknowledged() - before) * 1e9 / (System.nanoTime() - began);
    warm.stop();
    int moderateRate = GatewayBench.MODERATE_RATE;
    progress.accept("mosquitto: " + moderateRate + " a second, " + seconds + " s");
    Load.prepare(devices, moderateRate * seconds / devices.size() + 1, clock.instant());
    Latencies moderate = new Latencies();
    load.atRate(moderateRate, moderateRate * seconds, Integer.MAX_VALUE, moderate);
    int count = (int) Math.min(PER_SECOND_MAX, 1.5 * rate) * (seconds + 1);
    progress.accept("mosquitto: signing " + count + " messages, then full load, " + seconds + " s");
    Load.prepare(devices, count / devices.size() + 1, clock.instant());
    Latencies full = new Latencies();
    ProcessFigures from = ProcessFigures.of(pid);
    long acknowledged = load.acknowledged();
    long start = System.nanoTime();
    Load.Running running = load.full(GatewayBench.WINDOW, full);
    await(devices, seconds);
    double took = (System.nanoTime() - start) / 1e9;
    acknowledged = load.acknowledged() - acknowledged;
    ProcessFigures to = ProcessFigures.of(pid);
    running.stop();
    return new BrokerResult(
        took,
        acknowledged,
        to.cpu().minus(from.cpu()).toMillis() / 1e3,
        full.summary(),
        moderate.summary(),
        to.residentBytes(),
        load.others());
  }

  private static void await(List<BenchDevice> devices, int seconds) throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end
        && devices.stream().allMatch(each -> each.ready() > GatewayBench.WINDOW)) {
      Thread.sleep(50);
    }
  }
}
