package org.baymark.sim.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.alliance.Ports;
import org.baymark.sim.alliance.Program;
import org.baymark.sim.uplink.CoapUplink;
import org.baymark.sim.uplink.MqttUplink;
import org.baymark.sim.uplink.Uplink;

/** A fresh node and a fresh gateway, as processes of their own, and devices that it knows. */
final class Site implements AutoCloseable {
  private static final String IDENTITY = "bench";
  private static final int KEY_BYTES = 32;

  private final Alliance alliance;
  private final Program gateway;
  private Program node;
  private final GatewayApi api;
  private final Map<Way, URI> doors;
  private final Bytes sharedKey;
  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(2, Site::daemon);
  private final List<Uplink> uplinks = new ArrayList<>();

  private Site(
      Alliance alliance,
      Program node,
      Program gateway,
      GatewayApi api,
      Map<Way, URI> doors,
      Bytes sharedKey) {
    this.alliance = alliance;
    this.node = node;
    this.gateway = gateway;
    this.api = api;
    this.doors = doors;
    this.sharedKey = sharedKey;
  }

  /**
   * Starts both, and waits for them. The gateway has doors for every {@link Way}.
   *
   * @param folder does not exist
   * @param heapMegabytes of the gateway
   * @param clients how many the gateway may have at once over MQTT, and as many over DTLS
   */
  static Site open(
      Launcher launcher, Path folder, Duration sealAfter, int heapMegabytes, int clients)
      throws IOException, InterruptedException {
    Alliance alliance = new Alliance(launcher, Files.createDirectories(folder));
    try {
      alliance.initNode(GatewayBench.CHECKPOINT_EVERY);
      Program node = alliance.runNode();
      alliance.initGateway(sealAfter);
      URI dtls = URI.create("coaps://127.0.0.1:" + Ports.free());
      Path settings = alliance.gatewayFolder().resolve("gateway.yaml");
      Files.writeString(
          settings,
          Files.readString(settings)
                  .replaceFirst("(?m)^mqttConnections: .*$", "mqttConnections: " + clients)
                  .replaceFirst("(?m)^coapSessions: .*$", "coapSessions: " + clients)
              + "\ncoapDtls: '"
              + dtls.getAuthority()
              + "'\n");
      Bytes key = sharedKey(launcher, alliance, folder);
      Program gateway = alliance.runGateway("-Xmx" + heapMegabytes + "m");
      GatewayApi api = alliance.api(gateway);
      GatewayApi.Doors doors = api.doors();
      return new Site(
          alliance,
          node,
          gateway,
          api,
          Map.of(Way.MQTT, doors.mqtt(), Way.COAP, doors.coap(), Way.DTLS, dtls),
          key);
    } catch (IOException | InterruptedException | RuntimeException e) {
      alliance.close();
      throw e;
    }
  }

  private static Bytes sharedKey(Launcher launcher, Alliance alliance, Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("bench.psk");
    launcher.demand(
        List.of(
            "gateway",
            "psk",
            "add",
            "--dir",
            alliance.gatewayFolder().toString(),
            "--key-out",
            file.toString(),
            IDENTITY));
    Bytes key = Bytes.ofHex(Files.readString(file).strip());
    if (key.size() != KEY_BYTES) {
      throw new IOException(file + " does not hold a key of " + KEY_BYTES + " bytes");
    }
    return key;
  }

  GatewayApi api() {
    return api;
  }

  Program gateway() {
    return gateway;
  }

  /** Stops the node: the gateway has no alliance then. */
  void stopNode() {
    alliance.stop(node);
  }

  /** Starts it again, and waits until it serves. */
  void startNode() throws IOException, InterruptedException {
    node = alliance.runNode();
  }

  Path gatewayFolder() {
    return alliance.gatewayFolder();
  }

  URI door(Way way) {
    return doors.getOrDefault(way, URI.create(""));
  }

  /** Throws, if a program has ended by itself. */
  void demandAlive() throws IOException {
    if (alliance.obituary().isPresent()) {
      throw new IOException(alliance.obituary().get());
    }
  }

  /** Devices with new keys, which the gateway knows. */
  List<BenchDevice> devices(Suite suite, int count) throws IOException, InterruptedException {
    SecureRandom random = new SecureRandom();
    List<BenchDevice> devices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DevUrn name = new DevUrn(String.format(Locale.ROOT, "urn:dev:ops:32473-bench-%04d", i));
      BenchDevice device = new BenchDevice(name, SigningKey.generate(suite, random));
      api.addDevice(name, device.key().verifyingKey(), "baymark bench", List.of(Kind.TELEMETRY));
      devices.add(device);
    }
    return devices;
  }

  /** Each device over a connection of its own. */
  Load load(List<BenchDevice> devices, Way way) throws IOException {
    List<Load.Line> lines = new ArrayList<>();
    for (BenchDevice device : devices) {
      lines.add(new Load.Line(device, uplink(way, "bench-" + uplinks.size())));
    }
    return new Load(lines);
  }

  private Uplink uplink(Way way, String clientId) throws IOException {
    Uplink uplink =
        switch (way) {
          case MQTT -> MqttUplink.open(door(way), clientId, scheduler);
          case COAP -> CoapUplink.open(door(way));
          case DTLS -> dtls();
        };
    uplinks.add(uplink);
    return uplink;
  }

  /** A client with a session of its own; whoever asks for it closes it. */
  CoapUplink dtls() throws IOException {
    return CoapUplink.open(door(Way.DTLS), IDENTITY, sharedKey);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "bench");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    uplinks.forEach(Uplink::close);
    scheduler.shutdownNow();
    alliance.close();
  }
}
