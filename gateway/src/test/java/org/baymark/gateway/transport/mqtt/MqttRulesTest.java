package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.transport.mqtt.RawMqtt.Packet;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of a connection, byte by byte, in both versions of MQTT. */
class MqttRulesTest {
  private static final String TOPIC = KNOWN.topic();
  private static final Bytes NONSENSE = Bytes.ofUtf8("nonsense");

  @TempDir Path folder;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(KNOWN);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void theAcknowledgementComesAfterTheCommit(int version) {
    CountDownLatch commit = new CountDownLatch(1);
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      Future<Integer> plug = gateway.holdUpTheDatabase(commit);
      client.publish(1, 77, TOPIC, says(0));
      client.subscribe(78, "#"); // answered at once, so it overtakes the acknowledgement
      assertEquals(RawMqtt.SUBACK, client.read().orElseThrow().type());
      commit.countDown();
      assertAcknowledged(77, client.read());
      join(plug);
    }
    assertEquals(1, gateway.stored().size());
  }

  @Test
  void mqtt3GetsAnAcknowledgementOfWhatWentToQuarantine() {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 4)) {
      assertAcknowledged(1, client.publish(1, 1, TOPIC, NONSENSE).read());
      assertEquals(NONSENSE, gateway.refused().get(0).bytes());
      assertAcknowledged(2, client.publish(1, 2, "weather", says(0)).read());
      assertEquals(2, gateway.refused().size());
    }
  }

  @Test
  void mqtt3IsClosedWithoutAnAcknowledgementWhenBusy() {
    CountDownLatch commit = new CountDownLatch(1);
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 4)) {
      gateway.holdUpTheDatabase(commit);
      gateway.fillUp();
      assertEquals(Optional.empty(), client.publish(1, 1, TOPIC, says(0)).read());
    } finally {
      commit.countDown();
    }
  }

  @Test
  void mqtt5IsToldToComeAgainWhenBusy() {
    CountDownLatch commit = new CountDownLatch(1);
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 5)) {
      gateway.holdUpTheDatabase(commit);
      gateway.fillUp();
      Packet answer = client.publish(1, 1, TOPIC, says(0)).read().orElseThrow();
      assertEquals(RawMqtt.PUBACK, answer.type());
      assertEquals(0x97, answer.at(2));
      assertTrue(answer.body().utf8().contains("busy (37): "), answer.body().utf8());
    } finally {
      commit.countDown();
    }
  }

  @Test
  void mqtt5LearnsTheLimitsWhenItConnects() {
    try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, 5, "")) {
      String properties = client.read().orElseThrow().body().hex();
      assertTrue(properties.contains("210400"), properties); // Receive Maximum 1024
      assertTrue(properties.contains("2401"), properties); // Maximum QoS 1
      assertTrue(properties.contains("2700008000"), properties); // Maximum Packet Size 32768
      assertTrue(properties.contains("120024"), properties); // Assigned Client Identifier, 36
    }
  }

  private void assertTurnedAway(String what) {
    assertEquals(Map.of(what, 1L), gateway.counters.snapshot().turnedAway());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void qosTwoEndsTheConnection(int version) {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      client.publish(2, 1, TOPIC, says(0));
      assertClosed(version, 0x9b, client.read());
      assertTurnedAway("mqtt-qos-not-supported");
    }
    assertEquals(List.of(), gateway.stored());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void tooManyUnacknowledgedEndTheConnection(int version) {
    CountDownLatch commit = new CountDownLatch(1);
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      gateway.holdUpTheDatabase(commit);
      for (int i = 1; i <= MqttIngress.UNACKNOWLEDGED_MAX + 1; i++) {
        client.publish(1, i, TOPIC, NONSENSE);
      }
      assertClosed(version, 0x93, client.read());
    } finally {
      commit.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aPacketAboveTheLimitEndsTheConnectionAndIsCounted(int version) {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      client.publish(1, 1, TOPIC, Bytes.owning(new byte[MqttIngress.PACKET_SIZE_MAX]));
      assertClosed(version, 0x95, client.read());
      assertEquals(1, gateway.counters.snapshot().tooLargeConnections());
      assertTurnedAway("mqtt-packet-too-large");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void oneClientTooManyIsNotLetIn(int version) {
    List<RawMqtt> clients = new ArrayList<>();
    for (int i = 0; i < GatewayFixture.CONNECTIONS_MAX; i++) {
      clients.add(RawMqtt.connected(gateway.mqttPort, version));
    }
    try (RawMqtt another = RawMqtt.connecting(gateway.mqttPort, version, "another")) {
      assertEquals(version == 5 ? 0x97 : 3, another.read().orElseThrow().at(1));
      assertEquals(Optional.empty(), another.read());
      assertTurnedAway("mqtt-too-many-connections");
    }
    clients.forEach(RawMqtt::close);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void nobodyCanSubscribeToStatements(int version) {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      Packet answer = client.subscribe(5, "baymark/v1/#").read().orElseThrow();
      assertEquals(RawMqtt.SUBACK, answer.type());
      assertEquals(version == 5 ? 0xa2 : 0x80, answer.at(answer.body().size() - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aClientMayHaveAnIdentifierOf128Characters(int version) {
    try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, version, "x".repeat(128))) {
      assertEquals(0, client.read().orElseThrow().at(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void stoppingAnswersWhatWasTakenAndThenSaysGoodbye(int version) {
    CountDownLatch commit = new CountDownLatch(1);
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      gateway.holdUpTheDatabase(commit);
      client.publish(1, 9, TOPIC, says(0)).subscribe(10, "#");
      assertEquals(RawMqtt.SUBACK, client.read().orElseThrow().type());
      Future<Void> stopped = gateway.mqtt.stop();
      commit.countDown();
      assertAcknowledged(9, client.read());
      assertClosed(version, 0x8b, client.read());
      join(stopped);
    }
  }

  private static Bytes says(long seq) {
    return KNOWN.says(1, seq).encoded();
  }

  private static void assertAcknowledged(int id, Optional<Packet> packet) {
    Packet answer = packet.orElseThrow();
    assertEquals(RawMqtt.PUBACK, answer.type());
    assertEquals(id, answer.at(0) << 8 | answer.at(1));
    assertTrue(answer.body().size() == 2 || answer.at(2) == 0, answer.body().hex());
  }

  private static void assertClosed(int version, int reason, Optional<Packet> packet) {
    if (version == 5) {
      assertEquals(RawMqtt.DISCONNECT, packet.orElseThrow().type());
      assertEquals(reason, packet.orElseThrow().at(0));
    } else {
      assertEquals(Optional.empty(), packet);
    }
  }
}
