package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.CommandTable.State;
import org.baymark.gateway.store.CommandTable.Told;
import org.baymark.gateway.transport.mqtt.RawMqtt.Hello;
import org.baymark.gateway.transport.mqtt.RawMqtt.Packet;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL.md, section 15.2, over MQTT. */
class MqttCommandsTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.ES256);
  private static final TestDevice TWO = TestDevice.named("two", Suite.EDDSA);
  private static final int PUBLISH = 3;
  private static final int UNSUBACK = 11;
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(ONE).with(TWO);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Told queue(TestDevice device, Order order) {
    return join(gateway.commands.queue(device.name(), order, WEEK)).toOptional().orElseThrow();
  }

  private List<State> states(TestDevice device) {
    return join(gateway.commands.newest(Optional.of(device.name()), 100)).stream()
        .map(told -> told.state(GatewayFixture.NOW))
        .toList();
  }

  private void untilStates(TestDevice device, State... states) {
    OutgoingFixture.until(() -> states(device).equals(List.of(states)));
  }

  private static String topic(TestDevice device) {
    return device.topic() + "/commands";
  }

  private static int answer(RawMqtt client) {
    Packet packet = client.read().orElseThrow();
    assertEquals(RawMqtt.SUBACK, packet.type());
    return packet.at(packet.body().size() - 1);
  }

  /** What a PUBLISH of QoS 1 says, and its message id. */
  private record Heard(String topic, int id, Command command) {}

  private static Heard heard(RawMqtt client, int version) {
    return heard(client.read().orElseThrow(), version, 1);
  }

  private static Heard heard(Packet packet, int version, int qos) {
    assertEquals(PUBLISH, packet.type());
    int topicSize = packet.at(0) << 8 | packet.at(1);
    int at = 2 + topicSize;
    int id = qos == 0 ? 0 : packet.at(at) << 8 | packet.at(at + 1);
    at += qos == 0 ? 0 : 2;
    if (version == 5) {
      assertEquals(0, packet.at(at), "no properties");
      at++;
    }
    Bytes body = packet.body();
    Command command =
        Command.parse(
                Sign1.parse(body.slice(at, body.size()), Command.SIZE_MAX)
                    .toOptional()
                    .orElseThrow())
            .toOptional()
            .orElseThrow();
    return new Heard(body.slice(2, 2 + topicSize).utf8(), id, command);
  }

  /** What was on its way to whoever may not hear it would have been sent by then, too. */
  private void someoneElseHears() {
    try (RawMqtt other = RawMqtt.connected(gateway.mqttPort, 5)) {
      answer(other.subscribe(1, topic(TWO)));
      hearsNextOf(other, TWO, 5);
    }
  }

  /**
   * That nothing else comes: what {@code listener} may not hear would be on its way before what it
   * may, which goes through the store, too.
   */
  private void hearsNextOf(RawMqtt listener, TestDevice other, int version) {
    queue(other, Order.time());
    assertEquals(other.name(), heard(listener, version).command().device());
  }

  private static void acknowledge(RawMqtt client, int id) {
    client.raw(0x40, Bytes.ofHex(String.format("%04x", id)));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whatWaitsComesWithTheSubscriptionAndWhatIsAddedWhenItIsStored(int version) {
    queue(ONE, Order.interval(600));
    queue(TWO, Order.rollOver());
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      assertEquals(1, answer(client.subscribe(1, topic(ONE))));
      Heard first = heard(client, version);
      assertEquals(topic(ONE), first.topic());
      assertEquals(Order.interval(600), first.command().order());
      assertEquals(List.of(State.SENT), states(ONE));
      acknowledge(client, first.id());
      untilStates(ONE, State.DELIVERED);
      queue(ONE, Order.time());
      Heard second = heard(client, version);
      assertEquals(Order.time(), second.command().order());
      acknowledge(client, second.id());
      untilStates(ONE, State.DELIVERED, State.DELIVERED);
    }
    assertEquals(List.of(State.QUEUED), states(TWO));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whatWasNotAcknowledgedComesAgainToWhoConnectsAgainAndNotBefore(int version) {
    Told told = queue(ONE, Order.interval(600));
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      client.subscribe(1, topic(ONE));
      answer(client);
      assertEquals(told.number(), heard(client, version).command().number());
      queue(ONE, Order.rollOver());
      assertEquals(Order.rollOver(), heard(client, version).command().order());
    }
    assertEquals(List.of(State.SENT, State.SENT), states(ONE));
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      client.subscribe(1, topic(ONE));
      answer(client);
      assertEquals(told.number(), heard(client, version).command().number());
      Heard second = heard(client, version);
      assertEquals(Order.rollOver(), second.command().order());
      acknowledge(client, second.id());
    }
    untilStates(ONE, State.DELIVERED, State.SENT);
  }

  /** OASIS MQTT 5.0, section 4.9. */
  @Test
  void noMoreAreUnderWayThanTheClientTakes() {
    queue(ONE, Order.interval(600));
    queue(ONE, Order.rollOver());
    Hello hello = Hello.of(5, "narrow").with("210001"); // Receive Maximum 1
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, hello)) {
      answer(client.subscribe(1, topic(ONE)));
      Heard first = heard(client, 5);
      someoneElseHears();
      client.raw(0xc0, Bytes.EMPTY);
      assertEquals(RawMqtt.PINGRESP, client.read().orElseThrow().type(), "not the second one");
      acknowledge(client, first.id());
      assertEquals(Order.rollOver(), heard(client, 5).command().order());
    }
  }

  /** Section 3.1.2.11.4. */
  @Test
  void whatIsLargerThanTheClientTakesIsNotSent() {
    queue(ONE, Order.interval(600));
    Hello hello = Hello.of(5, "small").with("27000000c8"); // Maximum Packet Size 200
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, hello)) {
      answer(client.subscribe(1, topic(ONE)));
      someoneElseHears();
      client.raw(0xc0, Bytes.EMPTY);
      assertEquals(RawMqtt.PINGRESP, client.read().orElseThrow().type());
    }
    assertEquals(List.of(State.QUEUED), states(ONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void everyOtherFilterIsRefused(int version) {
    List<String> others =
        List.of(
            "#",
            "+",
            "baymark/v1/#",
            "baymark/v1/+/commands",
            "baymark/+/" + ONE.name() + "/commands",
            topic(ONE) + "/#",
            topic(ONE) + "/",
            "/" + topic(ONE),
            ONE.topic(),
            ONE.topic() + "/command",
            "baymark/v1//commands",
            "baymark/v1/commands",
            "baymark/v1/urn:dev:org:32473-nobody/commands",
            "$share/all/" + topic(ONE),
            "$SYS/#",
            topic(ONE).toUpperCase(java.util.Locale.ROOT));
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      for (String other : others) {
        client.subscribe(5, other);
        assertEquals(version == 5 ? refusal(other) : 0x80, answer(client), other);
      }
      answer(client.subscribe(5, topic(TWO)));
      queue(ONE, Order.time());
      hearsNextOf(client, TWO, version);
    }
    assertEquals(List.of(State.QUEUED), states(ONE));
  }

  /** As OASIS MQTT 5.0 has it in section 3.9.3. */
  private static int refusal(String filter) {
    if (filter.startsWith("$share/")) {
      return 0x9e;
    }
    return filter.contains("#") || filter.contains("+") ? 0xa2 : 0x87;
  }

  @Test
  void aSubscriptionIdentifierIsRefused() {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 5)) {
      Bytes filter = Bytes.ofUtf8(topic(ONE));
      String head = "0005" + "02" + "0b07" + String.format("%04x", filter.size());
      client.raw(0x82, Bytes.ofHex(head).concat(filter).concat(Bytes.ofHex("01")));
      assertEquals(0xa1, answer(client));
      answer(client.subscribe(6, topic(TWO)));
      queue(ONE, Order.time());
      hearsNextOf(client, TWO, 5);
    }
    assertEquals(List.of(State.QUEUED), states(ONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whoUnsubscribedHearsNothing(int version) {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      answer(client.subscribe(1, topic(ONE)));
      String properties = version == 5 ? "00" : "";
      Bytes filter = Bytes.ofUtf8(topic(ONE));
      Bytes body =
          Bytes.ofHex("0002" + properties + String.format("%04x", filter.size())).concat(filter);
      client.raw(0xa2, body);
      assertEquals(UNSUBACK, client.read().orElseThrow().type());
      answer(client.subscribe(3, topic(TWO)));
      queue(ONE, Order.time());
      hearsNextOf(client, TWO, version);
    }
    assertEquals(List.of(State.QUEUED), states(ONE));
  }

  /** A PUBACK that says no is no delivery (section 3.4.2.1). */
  @Test
  void whatTheClientRefusesWaits() {
    queue(ONE, Order.time());
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 5)) {
      answer(client.subscribe(1, topic(ONE)));
      Heard heard = heard(client, 5);
      answer(client.subscribe(2, topic(TWO)));
      client.raw(0x40, Bytes.ofHex(String.format("%04x", heard.id()) + "83"));
      client.raw(0xc0, Bytes.EMPTY);
      assertEquals(RawMqtt.PINGRESP, client.read().orElseThrow().type());
      hearsNextOf(client, TWO, 5);
    }
    assertEquals(List.of(State.SENT), states(ONE));
  }

  @Test
  void aRevokedDeviceIsToldNothing() {
    try (RawMqtt hub = RawMqtt.connected(gateway.mqttPort, 5)) {
      answer(hub.subscribe(1, topic(ONE)));
      answer(hub.subscribe(2, topic(TWO)));
      queue(ONE, Order.time());
      heard(hub, 5);
      gateway.revoke(ONE.name());
      hub.subscribe(3, topic(ONE));
      assertEquals(0x87, answer(hub));
      queue(TWO, Order.time());
      assertEquals(TWO.name(), heard(hub, 5).command().device());
    }
  }

  @Test
  void aUserThatIsADevicesNameHearsThatDeviceOnly() {
    DevUrn one = ONE.name();
    assertTrue(Topics.isOpen(one.text(), one));
    assertTrue(!Topics.isOpen(TWO.name().text(), one));
    assertTrue(!Topics.isOpen("urn:dev:org:32473-one_x", one));
    assertTrue(Topics.isOpen("warehouse-7", one));
    assertTrue(Topics.isOpen("", one));
  }

  /** Many clients and many devices: each hears its own, in order. */
  @Test
  void aHubHearsForManyDevices() {
    List<TestDevice> many =
        IntStream.range(0, 40).mapToObj(i -> TestDevice.named("m" + i, Suite.EDDSA)).toList();
    many.forEach(gateway::with);
    many.forEach(device -> queue(device, Order.interval(60)));
    try (RawMqtt hub = RawMqtt.connected(gateway.mqttPort, 5)) {
      int heard = 0;
      for (int i = 0; i < many.size(); i++) {
        hub.subscribe(i + 1, topic(many.get(i)));
      }
      for (int subacks = 0; subacks < many.size() || heard < many.size(); ) {
        Packet packet = hub.read().orElseThrow();
        if (packet.type() == RawMqtt.SUBACK) {
          subacks++;
        } else {
          acknowledge(hub, heard(packet, 5, 1).id());
          heard++;
        }
      }
    }
    many.forEach(device -> untilStates(device, State.DELIVERED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv5"})
  void mosquittoSubHearsItOnce(String version) {
    queue(ONE, Order.interval(600));
    Mosquitto.Ended ended =
        Mosquitto.run(
            List.of(
                "mosquitto_sub",
                "-h",
                "localhost",
                "-p",
                Integer.toString(gateway.mqttPort),
                "-V",
                version,
                "-q",
                "1",
                "-t",
                topic(ONE),
                "-C",
                "1",
                "-W",
                "30",
                "-F",
                "%x"));
    assertEquals(0, ended.exitCode(), ended.output());
    Bytes message = Bytes.ofHex(ended.output());
    Command command =
        Command.parse(Sign1.parse(message, Command.SIZE_MAX).toOptional().orElseThrow())
            .toOptional()
            .orElseThrow();
    assertEquals(Order.interval(600), command.order());
    untilStates(ONE, State.DELIVERED);
  }

  /** As many as {@code mqttConnections} allows now, which a reload may change. */
  @Test
  void topicsAreForTheClientsThatMayCome() {
    Post post = new Post(gateway.vertx.getOrCreateContext(), gateway.commands, 1);
    for (int i = 0; i < Post.TOPICS_MAX; i++) {
      assertTrue(post.takeTopic());
    }
    assertTrue(!post.takeTopic());
    post.limit(Post.TOPICS_MAX);
    assertTrue(post.takeTopic());
    post.limit(1);
    post.giveBackTopics(1);
    assertTrue(!post.takeTopic());
    post.giveBackTopics(1);
    assertTrue(post.takeTopic());
  }

  @Test
  void qosZeroHasNoAnswer() {
    queue(ONE, Order.time());
    Mosquitto.Ended ended =
        Mosquitto.run(
            List.of(
                "mosquitto_sub",
                "-h",
                "localhost",
                "-p",
                Integer.toString(gateway.mqttPort),
                "-q",
                "0",
                "-t",
                topic(ONE),
                "-C",
                "1",
                "-W",
                "30",
                "-F",
                "%l"));
    assertEquals(0, ended.exitCode(), ended.output());
    assertEquals(List.of(State.SENT), states(ONE));
  }
}
