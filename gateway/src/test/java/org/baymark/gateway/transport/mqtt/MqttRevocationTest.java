package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.transport.mqtt.RawMqtt.Hello;
import org.baymark.gateway.transport.mqtt.RawMqtt.Packet;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device whose key is revoked is let go at once, and nobody else. */
class MqttRevocationTest {
  private static final TestDevice OTHER = TestDevice.named("other", Suite.ES256);

  @TempDir Path folder;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(KNOWN).with(OTHER);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whoSpokeForItAndWhoSaysThatItIsItAreDisconnected(int version) {
    try (RawMqtt spoke = RawMqtt.connected(gateway.mqttPort, version);
        RawMqtt says = RawMqtt.connected(gateway.mqttPort, Hello.of(version, KNOWN.name().text()));
        RawMqtt forged = RawMqtt.connected(gateway.mqttPort, version);
        RawMqtt other = RawMqtt.connected(gateway.mqttPort, version)) {
      publish(spoke, KNOWN.topic(), KNOWN.says(1, 0).encoded());
      publish(spoke, OTHER.topic(), OTHER.says(1, 0).encoded());
      publish(forged, KNOWN.topic(), Bytes.ofUtf8("not its"));
      publish(other, OTHER.topic(), OTHER.says(1, 1).encoded());
      gateway.revoke(KNOWN.name());
      assertClosed(version, spoke.read());
      assertClosed(version, says.read());
      for (RawMqtt still : new RawMqtt[] {forged, other}) {
        still.raw(0xc0, Bytes.EMPTY);
        assertEquals(RawMqtt.PINGRESP, still.read().orElseThrow().type());
      }
      assertEquals(Map.of("mqtt-revoked", 2L), gateway.counters.snapshot().turnedAway());
    }
    try (RawMqtt again = RawMqtt.connected(gateway.mqttPort, 5)) {
      again.publish(1, 1, KNOWN.topic(), KNOWN.says(1, 1).encoded());
      assertEquals(0x87, again.read().orElseThrow().at(2));
    }
    assertEquals(3, gateway.stored().size());
  }

  private static void publish(RawMqtt client, String topic, Bytes bytes) {
    client.publish(1, 1, topic, bytes);
    assertEquals(RawMqtt.PUBACK, client.read().orElseThrow().type());
  }

  private static void assertClosed(int version, Optional<Packet> packet) {
    if (version == 5) {
      assertEquals(RawMqtt.DISCONNECT, packet.orElseThrow().type());
      assertEquals(0x87, packet.orElseThrow().at(0));
    } else {
      assertEquals(Optional.empty(), packet);
    }
  }
}
