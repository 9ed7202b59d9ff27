package org.baymark.sim.bench;

import java.io.IOException;
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
import org.baymark.sim.uplink.MqttUplink;
import org.baymark.sim.uplink.Uplink;

/** How long it takes from publishing to a certified head, through one gateway of an alliance. */
final class Publishing {
  /** Statements a second. */
  static final int RATE = 2_000;

  static final int CONNECTIONS = 50;
  static final Duration SEAL_AFTER = Duration.ofSeconds(1);
  private static final int MARK_EVERY = 50;
  private static final int WARM_UP_SECONDS = 10;

  private final Alliance alliance;
  private final InstantSource clock;
  private final Consumer<String> progress;

  Publishing(Alliance alliance, InstantSource clock, Consumer<String> progress) {
    this.alliance = alliance;
    this.clock = clock;
    this.progress = progress;
  }

  Latencies.Summary measure(int seconds) throws IOException, InterruptedException {
    progress.accept("starting a gateway, and devices that sign beforehand");
    alliance.initGateway(SEAL_AFTER);
    GatewayApi api = alliance.api(alliance.runGateway());
    ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    List<Uplink> uplinks = new ArrayList<>();
    try {
      List<BenchDevice> devices = new ArrayList<>();
      List<Load.Line> lines = new ArrayList<>();
      SecureRandom random = new SecureRandom();
      for (int i = 0; i < CONNECTIONS; i++) {
        String name = String.format(Locale.ROOT, "urn:dev:ops:32473-pub-%04d", i);
        BenchDevice device =
            new BenchDevice(new DevUrn(name), SigningKey.generate(Suite.EDDSA, random));
        api.addDevice(
            device.name(), device.key().verifyingKey(), "baymark bench", List.of(Kind.TELEMETRY));
        Uplink uplink = MqttUplink.open(api.doors().mqtt(), "pub-" + i, scheduler);
        devices.add(device);
        uplinks.add(uplink);
        lines.add(new Load.Line(device, uplink));
      }
      run(api, devices, new Load(lines), WARM_UP_SECONDS);
      progress.accept(RATE + " statements a second, " + seconds + " s");
      return run(api, devices, new Load(lines), seconds);
    } finally {
      uplinks.forEach(Uplink::close);
      scheduler.shutdownNow();
    }
  }

  private Latencies.Summary run(GatewayApi api, List<BenchDevice> devices, Load load, int seconds)
      throws IOException, InterruptedException {
    Load.prepare(devices, RATE * seconds / CONNECTIONS + 1, clock.instant());
    return new AnchorWatch(api).during(load, RATE, seconds, MARK_EVERY, new Latencies());
  }
}
