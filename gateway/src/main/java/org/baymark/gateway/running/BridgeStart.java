package org.baymark.gateway.running;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.baymark.gateway.config.BridgeSettings;
import org.baymark.gateway.config.GatewayConfig;
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

  private final Setting setting;
  private final IntakeStart.Admission admission;
  private volatile Optional<BrokerBridge> bridge;

  /** When the one before is gone: two would take the session from each other. */
  private Future<Void> before = Future.succeededFuture(); // guarded by this

  private BridgeStart(Setting setting, IntakeStart.Admission admission) {
    this.setting = setting;
    this.admission = admission;
    this.bridge = made(setting.config());
  }

  /** The bridge that the settings ask for, if any; it takes nothing yet. */
  static BridgeStart open(Setting setting, IntakeStart.Admission admission) {
    BridgeStart start = new BridgeStart(setting, admission);
    setting.started().stopping("bridge", start::stop);
    setting.reloading().prepare(KEYS, setting.config(), start::files, start::change);
    return start;
  }

  /** What its files hold, by the keys that name them. */
  private Map<String, String> files(GatewayConfig config) {
    Map<String, String> held = new LinkedHashMap<>();
    config
        .bridge()
        .map(BridgeSettings::files)
        .orElseGet(Map::of)
        .forEach((key, file) -> held.put(key, digest(path().resolve(file))));
    return held;
  }

  private Path path() {
    return setting.folder().path();
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
              Supplier<BrokerLine> line =
                  () -> settings.line(setting.vertx(), path(), config.name());
              return new BrokerBridge(
                  setting.vertx(),
                  line.get().url(),
                  line,
                  admission.intake(),
                  admission.counters(),
                  setting.clock());
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
