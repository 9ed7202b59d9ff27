package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.MqttUplink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker stands between devices and gateways: what it acknowledged reaches a gateway. */
class BridgeIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final DevUrn NAME = new DevUrn("urn:dev:ops:32473-bridged-1");

  private final SigningKey key = SigningKey.generate(Suite.EDDSA, new SecureRandom());
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
  private final BlockingQueue<Digest> acknowledged = new LinkedBlockingQueue<>();
  private final List<Digest> all = new ArrayList<>();
  private long seq;

  @TempDir private Path temp;

  private Sign1 next() {
    Instant now = Instant.now();
    Reading reading =
        Reading.of(
            "temp", "Cel", BigDecimal.valueOf(now.getEpochSecond() + seq), BigDecimal.valueOf(4));
    Position position = new Position(1, seq++, Optional.empty(), OptionalLong.empty());
    Claims claims =
        new Claims(
            NAME, Subject.of(NAME), OptionalLong.of(now.getEpochSecond()), Optional.of(position));
    return Sign1.sign(
        key, ContentType.TELEMETRY, claims, new Telemetry(List.of(reading)).encoded());
  }

  /** Signs and publishes so many, and waits until the broker has acknowledged them. */
  private void publish(MqttUplink device, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      Sign1 said = next();
      var unused =
          device
              .send(NAME, said.encoded())
              .thenAccept(
                  answer -> {
                    if (answer.outcome() == Answer.Outcome.ACCEPTED) {
                      acknowledged.add(said.id());
                    }
                  });
    }
    for (int i = 0; i < count; i++) {
      Digest id = acknowledged.poll(LONG.toSeconds(), TimeUnit.SECONDS);
      assertTrue(id != null, "the broker acknowledged " + i + " of " + count);
      all.add(id);
    }
  }

  private void open(World world) throws IOException, InterruptedException {
    world.gateway = world.alliance.runGateway();
    world.api = world.alliance.api(world.gateway);
  }

  private static void subscribe(World world, Broker broker, String topics) throws IOException {
    Files.writeString(
        world.alliance.gatewayFolder().resolve("gateway.yaml"),
        "bridgeBroker: 'tcp://127.0.0.1:%d'\nbridgeTopics: '%s'\n".formatted(broker.port(), topics),
        StandardOpenOption.APPEND);
  }

  /** What is published before there is a subscription reaches nobody. */
  private void awaitSubscription(GatewayApi api, MqttUplink device)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    Set<Digest> lost = Set.of();
    while (all.size() == lost.size()) {
      assertTrue(System.nanoTime() < end, "no subscription");
      publish(device, 1);
      Thread.sleep(200);
      lost = api.find(all).missing();
    }
    all.removeAll(lost);
  }

  private void awaitStored(GatewayApi api) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!api.find(all).missing().isEmpty()) {
      assertTrue(
          System.nanoTime() < end,
          () -> "of " + all.size() + " some did not arrive: " + said("world") + said("broker"));
      Thread.sleep(100);
    }
  }

  /** The end of each log in a folder, as far as it can be read. */
  private String said(String folder) {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.walk(temp.resolve(folder))) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        String text = Files.readString(log);
        String end = text.substring(Math.max(0, text.length() - 2_000));
        said.append("\n== ").append(log.getFileName()).append('\n').append(end);
      }
    } catch (IOException e) {
      said.append(e);
    }
    return said.toString();
  }

  private static long refused(GatewayApi api) throws IOException, InterruptedException {
    long refused = 0;
    for (JsonNode reason : api.stats().path("refused")) {
      refused += reason.asLong();
    }
    return refused;
  }

  @Test
  void nothingTheBrokerAcknowledgedIsLostWhenBrokerAndGatewayEndInTurn() throws Exception {
    try (Broker broker = new Broker(temp.resolve("broker"));
        World world = new World(temp.resolve("world"));
        MqttUplink device = MqttUplink.open(broker.url(), "bridged", scheduler)) {
      world.api.addDevice(NAME, key.verifyingKey(), "test", List.of(Kind.TELEMETRY));
      world.gateway.close();
      subscribe(world, broker, "baymark/v1/#");
      open(world);
      awaitSubscription(world.api, device);

      for (int round = 0; round < 2; round++) {
        publish(device, 100);
        world.gateway.kill(); // in the middle of them
        publish(device, 100);
        open(world);
        publish(device, 50);
        awaitStored(world.api);

        publish(device, 100);
        broker.stop();
        broker.start();
        publish(device, 100);
        awaitStored(world.api);

        world.gateway.kill();
        publish(device, 50);
        broker.stop(); // with a session that nobody is connected to
        broker.start();
        open(world);
        awaitStored(world.api);
      }
      world.assertAnchored(all);
      assertEquals(0, world.api.stats().path("refused").size(), world.api.stats().toString());
    } finally {
      scheduler.shutdownNow();
    }
  }

  @Test
  void aNonsenseMessageIsAcknowledgedOnceAndKeptForTheOperator() throws Exception {
    try (Broker broker = new Broker(temp.resolve("broker"));
        World world = new World(temp.resolve("world"));
        MqttUplink device = MqttUplink.open(broker.url(), "bridged", scheduler)) {
      world.api.addDevice(NAME, key.verifyingKey(), "test", List.of(Kind.TELEMETRY));
      world.gateway.close();
      subscribe(world, broker, "baymark/v1/# $share/gateways/site/+/baymark");
      open(world);
      awaitSubscription(world.api, device);
      String pub = World.demandTool("mosquitto_pub");
      String port = Integer.toString(broker.port());
      assertEquals(
          0,
          World.theirs(pub, "-p", port, "-q", "1", "-t", "site/7/baymark", "-m", "nonsense")
              .exitCode());
      publish(device, 1); // comes behind it
      awaitStored(world.api);
      long end = System.nanoTime() + LONG.toNanos();
      while (refused(world.api) == 0) { // it went another way than what came behind it
        assertTrue(System.nanoTime() < end, "nothing was refused");
        Thread.sleep(100);
      }
      assertEquals(1, refused(world.api));
      world.gateway.close(); // acknowledges what it took
      open(world);
      publish(device, 1);
      awaitStored(world.api);
      assertEquals(1, world.api.stats().path("received").asLong(), "nothing was brought again");
    } finally {
      scheduler.shutdownNow();
    }
  }
}
