package org.baymark.gateway.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.config.BridgeSettings;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.transport.bridge.BrokerBridge;
import org.baymark.gateway.transport.bridge.BrokerLine;
import org.baymark.gateway.web.Vitals;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** How {@link Gateway} opens the bridge to a broker, and changes to another. For any thread. */
final class BridgeStart {
  private static final Set<String> KEYS =
      Set.of(
          "bridgeBroker",
          "bridgeTopics",
          "bridgeUser",
          "bridgePasswordFile",
          "bridgeCa",
          "bridgeCertificate",
          "bridgeKey");

  private final Vertx vertx;
  private final GatewayFolder folder;
  private final Intake intake;
  private final Counters counters;
  private final InstantSource clock;
  private volatile Optional<BrokerBridge> bridge;

  /** When the one before is gone: two would take the session from each other. */
  private Future<Void> before = Future.succeededFuture(); // guarded by this

  private BridgeStart(
      Vertx vertx,
      GatewayFolder folder,
      GatewayConfig config,
      Intake intake,
      Counters counters,
      InstantSource clock) {
    this.vertx = vertx;
    this.folder = folder;
    this.intake = intake;
    this.counters = counters;
    this.clock = clock;
    this.bridge = made(config);
  }

  /** The bridge that the settings ask for, if any; it takes nothing yet. */
  static BridgeStart open(
      Vertx vertx,
      GatewayFolder folder,
      GatewayConfig config,
      Intake intake,
      Counters counters,
      InstantSource clock,
      Reloading reloading,
      StopStack started) {
    BridgeStart start = new BridgeStart(vertx, folder, config, intake, counters, clock);
    started.stopping("bridge", start::stop);
    reloading.prepare(KEYS, config, start::files, start::change);
    return start;
  }

  /** What its files hold, by the keys that name them. */
  private Map<String, String> files(GatewayConfig config) {
    Map<String, String> held = new LinkedHashMap<>();
    config
        .bridge()
        .map(BridgeSettings::files)
        .orElseGet(Map::of)
        .forEach((key, file) -> held.put(key, digest(folder.path().resolve(file))));
    return held;
  }

  private static String digest(Path file) {
    try {
      return Digest.sha256(Bytes.owning(Files.readAllBytes(file))).toString();
    } catch (IOException e) {
      return "none"; // whoever makes a connection of it says why
    }
  }

  /** Its files are read now, to know that they can be, and again before each connection. */
  private Optional<BrokerBridge> made(GatewayConfig config) {
    return config
        .bridge()
        .map(
            settings -> {
              BrokerLine first = settings.line(vertx, folder.path(), config.name());
              return new BrokerBridge(
                  vertx,
                  first.url(),
                  () -> settings.line(vertx, folder.path(), config.name()),
                  intake,
                  counters,
                  clock);
            });
  }

  /** Takes messages from now on. */
  void start() {
    bridge.ifPresent(BrokerBridge::start);
  }

  /** What is to be said of it. */
  Optional<Vitals.Bridge> vitals() {
    return bridge.map(it -> new Vitals.Bridge(it::trouble, it::since));
  }

  private Runnable change(GatewayConfig config) {
    Optional<BrokerBridge> next = made(config);
    return () -> replace(next);
  }

  private synchronized void replace(Optional<BrokerBridge> next) {
    Optional<BrokerBridge> last = bridge;
    bridge = next;
    before =
        before
            .compose(gone -> last.map(BrokerBridge::stop).orElseGet(Future::succeededFuture))
            .transform(
                gone -> {
                  next.ifPresent(BrokerBridge::start);
                  return Future.succeededFuture();
                });
  }

  private synchronized Future<Void> stop() {
    Optional<BrokerBridge> last = bridge;
    return before.compose(gone -> last.map(BrokerBridge::stop).orElseGet(Future::succeededFuture));
  }
}
