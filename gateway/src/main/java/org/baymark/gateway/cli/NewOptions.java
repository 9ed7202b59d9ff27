package org.baymark.gateway.cli;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.config.Durations;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.config.HostPort;
import org.baymark.gateway.config.MqttLogin;
import org.baymark.gateway.config.MqttSettings;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.AllianceFile;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Policy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands that make a gateway's folder are told alike. */
final class NewOptions {
  private static final String EVERYWHERE = "0.0.0.0";
  private static final int HTTPS_PORT = 8443;
  private static final int MQTT_TLS_PORT = 8883;

  @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The folder to make.")
  private Path dir = Path.of("");

  @Option(
      names = "--alliance",
      required = true,
      paramLabel = "FILE",
      description = "The alliance's trust.policy, from a member; it also says where the nodes are.")
  private Path alliance = Path.of("");

  @Option(
      names = "--alliance-key",
      required = true,
      paramLabel = "FILE",
      description = "The alliance.key, from the same member. Keep it secret.")
  private Path allianceKey = Path.of("");

  @Option(
      names = "--node",
      paramLabel = "URL",
      description =
          "The node of the member that will admit this gateway, where the alliance has several."
              + " Usual: found out by asking those in trust.policy.")
  private @Nullable String node;

  @Option(
      names = "--owner",
      paramLabel = "TEXT",
      description = "Whose gateway and devices these are; 1 to 64 bytes.")
  private @Nullable String owner;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = "Where commands ask. Usual: 127.0.0.1:8080.")
  private @Nullable String http;

  @Option(
      names = "--mqtt",
      paramLabel = "HOST:PORT",
      description = "Where devices publish. Usual: 127.0.0.1:1883.")
  private @Nullable String mqtt;

  @Option(
      names = "--coap",
      paramLabel = "HOST:PORT",
      description = "Where devices post. Usual: 127.0.0.1:5683.")
  private @Nullable String coap;

  @Option(
      names = "--tls",
      paramLabel = "FILE",
      description =
          "The gateway's certificate in PEM, with --tls-key: then others than this machine reach"
              + " the page (https, port 8443) and publish by MQTT (mqttTls, port 8883), each with a"
              + " password.")
  private @Nullable Path tls;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key in PEM; readable for the gateway alone (mode 0600).")
  private @Nullable Path tlsKey;

  @Option(
      names = "--seal-after",
      paramLabel = "TIME",
      description = "How long a statement waits for its batch at most. Usual: PT60S.")
  private @Nullable String sealAfter;

  /** The folder to make. */
  GatewayFolder folder() {
    return new GatewayFolder(dir);
  }

  /** The trust policy that the gateway takes along. */
  Path alliance() {
    return alliance;
  }

  Path allianceKey() {
    return allianceKey;
  }

  /** Whether others than this machine are to reach it. */
  boolean isForOthers() {
    return tls != null;
  }

  /**
   * @throws CommandFailure with what is wrong on the command line, or in a file that it names
   */
  GatewayConfig config(String name, Instant now) {
    GatewayConfig config = asked(name);
    checkAlliance();
    checkTls(config, now);
    return config;
  }

  private GatewayConfig asked(String name) {
    try {
      GatewayConfig usual = GatewayConfig.of(new DevUrn(name));
      return new GatewayConfig(
          usual.name(),
          owner == null ? usual.owner() : owner,
          http == null ? usual.http() : HostPort.parse(http),
          tls == null ? usual.https() : Optional.of(new HostPort(EVERYWHERE, HTTPS_PORT)),
          mqtt == null ? usual.mqtt() : HostPort.parse(mqtt),
          coap == null ? usual.coap() : HostPort.parse(coap),
          sealAfter == null ? usual.sealAfter() : Durations.parse(sealAfter),
          usual.sealStatements(),
          usual.sealBytes(),
          node == null ? usual.allianceUrl() : Optional.of(URI.create(node)),
          usual.pollEvery(),
          usual.heartbeat(),
          usual.retryMax(),
          usual.diskReserveMegabytes(),
          usual.commitDelay(),
          usual.mqttConnections(),
          usual.quarantineMessages(),
          usual.quarantineBytes(),
          usual.keep(),
          mqttSettings(),
          usual.coapSettings(),
          usual.bridge(),
          usual.alarmSettings());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private MqttSettings mqttSettings() {
    MqttSettings usual = MqttSettings.USUAL;
    if (tls == null && tlsKey == null) {
      return usual;
    }
    if (tls == null || tlsKey == null) {
      throw CommandFailure.usage("--tls and --tls-key go together, and one of them is missing");
    }
    return new MqttSettings(
        MqttLogin.PASSWORD,
        Optional.of(new HostPort(EVERYWHERE, MQTT_TLS_PORT)),
        usual.mqttWebSocket(),
        Optional.of(tls.toAbsolutePath().normalize().toString()),
        Optional.of(tlsKey.toAbsolutePath().normalize().toString()),
        usual.tlsClientCa(),
        usual.mqttRate(),
        usual.deviceRate());
  }

  /** Says now what {@code gateway run} would say later. */
  private void checkTls(GatewayConfig config, Instant now) {
    Optional<TlsFiles> files = config.mqttSettings().tlsFiles(dir, false);
    if (files.isEmpty()) {
      return;
    }
    Vertx vertx = Vertx.vertx();
    try {
      TlsFiles.Content read = files.orElseThrow().read(vertx);
      if (read.expires().isBefore(now)) {
        throw CommandFailure.unusable(tls + " ended at " + read.expires() + ": get a new one");
      }
    } catch (IllegalStateException e) {
      throw CommandFailure.unusable(String.valueOf(e.getMessage()));
    } finally {
      StopStack.await(vertx.close());
    }
  }

  /** Says now what {@code gateway run} would say later. */
  private void checkAlliance() {
    Policy policy = AllianceFile.policy(alliance);
    List<String> origins = policy.logs().stream().map(log -> log.key().name()).distinct().toList();
    if (origins.size() != 1) {
      throw CommandFailure.unusable(
          alliance + " names " + origins.size() + " logs; a gateway anchors in one");
    }
    if (policy.logs().stream().noneMatch(log -> log.url().isPresent())) {
      throw CommandFailure.unusable(
          alliance + " does not say where a node is: its 'log' line has no URL");
    }
  }
}
