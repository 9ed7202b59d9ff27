package org.baymark.sim.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.sim.uplink.Answer.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MqttUplinkTest {
  private static final DevUrn DEVICE = new DevUrn("urn:dev:org:32473-a");
  private static final int RECEIVE_MAXIMUM = 10;

  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
  private final Vertx vertx = Vertx.vertx();
  private final Set<String> arrived = ConcurrentHashMap.newKeySet();
  private final Set<String> topics = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger underWayMost = new AtomicInteger();

  /** Cuts the first connection after so many statements; 0 never. */
  private volatile int cutAfter;

  @BeforeAll
  static void quiet() {
    // Paho writes every cut connection to the console, as Main forbids it too.
    LogManager.getLogManager().reset();
  }

  @AfterEach
  void stop() throws Exception {
    scheduler.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private URI serve(int port) throws Exception {
    MqttServer server =
        MqttServer.create(vertx, new MqttServerOptions().setHost("127.0.0.1").setPort(port));
    server.endpointHandler(this::connected);
    server.listen().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    return URI.create("mqtt://127.0.0.1:" + server.actualPort());
  }

  private void connected(MqttEndpoint endpoint) {
    int connection = connections.incrementAndGet();
    underWay.set(0);
    AtomicInteger count = new AtomicInteger();
    endpoint.publishAutoAck(false);
    endpoint.publishHandler(
        message -> {
          if (connection == 1 && cutAfter > 0 && count.incrementAndGet() > cutAfter) {
            endpoint.close();
            return;
          }
          underWayMost.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          // Answered a little later, so that the window fills.
          vertx.setTimer(2, timer -> answer(endpoint, message));
        });
    MqttProperties properties = new MqttProperties();
    properties.add(
        new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM));
    endpoint.accept(false, properties);
  }

  private void answer(MqttEndpoint endpoint, MqttPublishMessage message) {
    if (!endpoint.isConnected()) {
      return;
    }
    underWay.decrementAndGet();
    String payload = message.payload().toString();
    arrived.add(payload);
    topics.add(message.topicName());
    MqttProperties said = new MqttProperties();
    MqttPubAckReasonCode code = MqttPubAckReasonCode.SUCCESS;
    if (payload.startsWith("r")) {
      code = MqttPubAckReasonCode.NOT_AUTHORIZED;
      said.add(
          new MqttProperties.StringProperty(
              MqttProperties.REASON_STRING, "unknown-device (32): nobody"));
    } else if (payload.startsWith("b")) {
      code = MqttPubAckReasonCode.QUOTA_EXCEEDED;
    }
    endpoint.publishAcknowledge(message.messageId(), code, said);
  }

  private static Answer answer(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS);
  }

  @Test
  void theReasonCodeAndItsTextComeBack() throws Exception {
    try (MqttUplink uplink = MqttUplink.open(serve(0), "test", scheduler)) {
      assertEquals(Outcome.ACCEPTED, answer(uplink.send(DEVICE, Bytes.ofUtf8("a"))).outcome());
      assertEquals(Outcome.BUSY, answer(uplink.send(DEVICE, Bytes.ofUtf8("b"))).outcome());
      Answer refused = answer(uplink.send(DEVICE, Bytes.ofUtf8("r")));
      assertEquals(Outcome.REFUSED, refused.outcome());
      assertEquals("unknown-device", refused.reason());
      assertEquals("unknown-device (32): nobody", refused.text());
      assertEquals(Set.of("baymark/v1/" + DEVICE), topics);
    }
  }

  @Test
  void theWindowStaysBelowTheServersReceiveMaximum() throws Exception {
    sendMany(1_000);
    assertEquals(1, connections.get());
    assertTrue(underWayMost.get() <= RECEIVE_MAXIMUM, "under way " + underWayMost);
  }

  @Test
  void whatALostConnectionHadUnderWayIsSentAgain() throws Exception {
    cutAfter = 50;
    sendMany(300);
    assertEquals(2, connections.get());
  }

  private void sendMany(int count) throws Exception {
    Set<String> sent = ConcurrentHashMap.newKeySet();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    try (MqttUplink uplink = MqttUplink.open(serve(0), "test", scheduler)) {
      for (int i = 0; i < count; i++) {
        sent.add("statement " + i);
        answers.add(uplink.send(DEVICE, Bytes.ofUtf8("statement " + i)));
      }
      for (CompletableFuture<Answer> each : answers) {
        assertEquals(Outcome.ACCEPTED, answer(each).outcome());
      }
    }
    assertEquals(sent, arrived);
  }

  @Test
  void aServerThatComesLaterGetsWhatWaited() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    URI later = URI.create("mqtt://127.0.0.1:" + free);
    try (MqttUplink uplink = MqttUplink.open(later, "late", scheduler)) {
      CompletableFuture<Answer> waiting = uplink.send(DEVICE, Bytes.ofUtf8("a"));
      assertEquals(later, serve(free));
      assertEquals(Outcome.ACCEPTED, answer(waiting).outcome());
    }
  }

  @Test
  void aClosedUplinkHasLostWhatWaits() throws Exception {
    MqttUplink uplink = MqttUplink.open(URI.create("mqtt://127.0.0.1:1"), "none", scheduler);
    CompletableFuture<Answer> waiting = uplink.send(DEVICE, Bytes.ofUtf8("a"));
    uplink.close();
    assertEquals(Outcome.LOST, answer(waiting).outcome());
    assertEquals(Outcome.LOST, answer(uplink.send(DEVICE, Bytes.ofUtf8("b"))).outcome());
  }
}
