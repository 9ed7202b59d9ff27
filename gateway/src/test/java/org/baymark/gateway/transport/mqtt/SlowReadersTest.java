package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.GatewayFixture.Doors;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.transport.mqtt.RawMqtt.Hello;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that nobody reads are not kept for ever. */
class SlowReadersTest {
  private static final TestDevice OTHER = TestDevice.named("other", Suite.EDDSA);
  private static final Bytes NONSENSE = Bytes.ofUtf8("nonsense");

  /** Never more than may wait for an acknowledgement, those on their way to it included. */
  private static final int BURST = MqttIngress.UNACKNOWLEDGED_MAX / 2;

  /** Answers that fill the system's buffers and ours many times over. */
  private static final int ENOUGH = 300_000;

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

  private Map<String, Long> turnedAway() {
    return gateway.counters.snapshot().turnedAway();
  }

  private boolean isAnswered(long messages) {
    return gateway.counters.snapshot().received() >= messages && gateway.intake.waiting() == 0;
  }

  @Test
  void aClientThatSendsAndNeverReadsIsClosedAndTheOthersAreServed() {
    try (RawMqtt deaf = RawMqtt.connected(gateway.mqttPort, 5);
        RawMqtt decent = RawMqtt.connected(gateway.mqttPort, 5)) {
      for (int i = 0; i < ENOUGH && turnedAway().isEmpty(); i++) {
        if (i % BURST == 0) {
          long sent = i;
          OutgoingFixture.until(() -> isAnswered(sent) || !turnedAway().isEmpty());
        }
        deaf.publish(1, 1 + i % 60_000, "no/topic/of/ours", NONSENSE);
      }
      assertEquals(Map.of("mqtt-slow-reader", 1L), turnedAway());
      decent.publish(1, 7, KNOWN.topic(), KNOWN.says(1, 0).encoded());
      assertEquals(RawMqtt.PUBACK, decent.read().orElseThrow().type());
    }
    assertEquals(1, gateway.stored().size());
  }

  @Test
  void whoReadsLeastIsClosedWhenAllTogetherLeaveTooMuch() throws IOException {
    gateway.close();
    gateway =
        GatewayFixture.withDoors(folder, Doors.unread(SlowReaders.WAITING_MAX / 2)).with(OTHER);
    Socket small = new Socket();
    small.setReceiveBufferSize(4_096); // else the system takes in more than this test sends
    small.connect(new InetSocketAddress("127.0.0.1", gateway.mqttPort));
    try (RawMqtt deaf = RawMqtt.connecting(small, Hello.of(5, "deaf"));
        RawMqtt decent = RawMqtt.connected(gateway.mqttPort, 5)) {
      for (int i = 0; i < 20_000 && turnedAway().isEmpty(); i++) {
        if (i % BURST == 0) {
          long sent = i;
          OutgoingFixture.until(() -> isAnswered(sent) || !turnedAway().isEmpty());
          pause(i > 4_000 ? 700 : 0); // slowly, or it alone is above its own limit first
        }
        deaf.publish(1, 1 + i % 60_000, "no/topic/of/ours", NONSENSE);
      }
      assertEquals(Map.of("mqtt-unread", 1L), turnedAway());
      decent.publish(1, 7, OTHER.topic(), OTHER.says(1, 0).encoded());
      assertEquals(RawMqtt.PUBACK, decent.read().orElseThrow().type());
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aClientThatReadsLateAllThatMayWaitIsServed() {
    CountDownLatch commit = new CountDownLatch(1);
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 5)) {
      gateway.holdUpTheDatabase(commit);
      for (int i = 1; i <= MqttIngress.UNACKNOWLEDGED_MAX; i++) {
        client.publish(1, i, "no/topic/of/ours", NONSENSE);
      }
      commit.countDown();
      OutgoingFixture.until(() -> isAnswered(MqttIngress.UNACKNOWLEDGED_MAX));
      for (int i = 1; i <= MqttIngress.UNACKNOWLEDGED_MAX; i++) {
        assertEquals(RawMqtt.PUBACK, client.read().orElseThrow().type());
      }
    }
    assertEquals(Map.of(), turnedAway());
  }
}
