package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.GatewayFixture.Doors;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.transport.mqtt.RawMqtt.Hello;
import org.baymark.gateway.transport.mqtt.RawMqtt.Packet;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may not do, packet by packet; the numbers are sections of OASIS MQTT 5.0. */
class MqttOrderTest {
  private static final Bytes PING = Bytes.EMPTY;

  @TempDir Path folder;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.withDoors(folder, Doors.slow(50, 0)).with(KNOWN);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Map<String, Long> turnedAway() {
    return gateway.counters.snapshot().turnedAway();
  }

  /**
   * @param first byte of the packet
   * @param body in hex, as MQTT 5 has it
   */
  record Foul(String what, int first, String body, int reason, String kind) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Foul> fouls() {
    return Stream.of(
        protocol(
            "a second CONNECT (3.1)", 0x10, "00044d515454" + "05" + "02" + "0000" + "00" + "0000"),
        protocol("a CONNACK", 0x20, "000000"),
        protocol("a PUBACK of nothing", 0x40, "0001"),
        protocol("a PUBREC", 0x50, "0001"),
        protocol("a PUBREL", 0x62, "0001"),
        protocol("a PUBCOMP", 0x70, "0001"),
        protocol("a SUBACK", 0x90, "00010000"),
        protocol("a PINGRESP", 0xd0, ""),
        protocol("an AUTH (3.15)", 0xf0, ""),
        malformed("a wildcard in a topic (3.3.2.1)", 0x32, "0001" + "23" + "0001" + "00"),
        malformed("a packet identifier of 0 (2.2.1)", 0x32, "0001" + "61" + "0000" + "00"),
        malformed("QoS 3 (3.3.1.2)", 0x36, "0001" + "61" + "0001" + "00"),
        malformed("a SUBSCRIBE of QoS 0 (3.8.1)", 0x80, "0001" + "00" + "0001" + "61" + "00"),
        malformed("packet type 0 (2.1.2)", 0x00, ""),
        malformed("QoS 0 and a repetition (3.3.1.1)", 0x38, "0001" + "61" + "00"),
        protocol("a SUBSCRIBE to nothing (3.8.3)", 0x82, "0001" + "00"),
        protocol("an UNSUBSCRIBE of nothing (3.10.3)", 0xa2, "0001" + "00"),
        protocol("a subscription identifier (3.3.4)", 0x30, "0001" + "61" + "02" + "0b01"),
        new Foul(
            "a SUBSCRIBE to 101 topics",
            0x82,
            "0001" + "00" + "00016100".repeat(101),
            0x83,
            "mqtt-too-many-topics"),
        malformed("reserved bits (3.8.3.1)", 0x82, "0001" + "00" + "000161" + "c1"),
        protocol(
            "two subscription identifiers (3.8.2.1.2)",
            0x82,
            "0001" + "04" + "0b010b02" + "000161" + "00"),
        protocol("a second CONNECT, and of no form (3.1)", 0x10, ""),
        protocol(
            "a payload format twice (3.3.2.3.2)", 0x32, "0001" + "61" + "0001" + "04" + "01000100"),
        protocol(
            "an expiry twice (3.3.2.3.3), far apart",
            0x30,
            "0001" + "61" + "15" + "0200000001" + "26000161000162" + "0300016d" + "0200000001"),
        protocol(
            "a response topic twice (3.3.2.3.5)", 0x30, "000161" + "08" + "08000162".repeat(2)),
        protocol("correlation data twice (3.3.2.3.6)", 0x30, "000161" + "06" + "090000".repeat(2)),
        protocol("a content type twice (3.3.2.3.9)", 0x30, "000161" + "06" + "030000".repeat(2)),
        protocol("a topic alias twice (3.3.2.3.4)", 0x30, "000161" + "06" + "230001".repeat(2)),
        protocol(
            "a reason twice in a PUBACK (3.4.2.2.2)", 0x40, "000100" + "06" + "1f0000".repeat(2)),
        protocol(
            "an expiry twice in a DISCONNECT (3.14.2.2.2)",
            0xe0,
            "00" + "0a" + "1100000000".repeat(2)),
        protocol(
            "a reason twice in a DISCONNECT (3.14.2.2.3)", 0xe0, "00" + "06" + "1f0000".repeat(2)),
        protocol(
            "a property twice in an UNSUBSCRIBE (2.2.2.2)",
            0xa2,
            "0001" + "06" + "1f0000".repeat(2) + "000161"),
        malformed("a cut PUBLISH", 0x32, "0009" + "61"),
        new Foul(
            "a topic alias that was not offered (3.3.2.3.4)",
            0x32,
            "0001" + "61" + "0001" + "03" + "230001",
            0x94,
            "mqtt-topic-alias"),
        new Foul(
            "QoS 2 (3.2.2.3.4)",
            0x34,
            "0001" + "61" + "0001" + "00",
            0x9b,
            "mqtt-qos-not-supported"));
  }

  private static Foul protocol(String what, int first, String body) {
    return new Foul(what, first, body, 0x82, "mqtt-protocol-error");
  }

  private static Foul malformed(String what, int first, String body) {
    return new Foul(what, first, body, 0x81, "mqtt-malformed-packet");
  }

  @ParameterizedTest
  @MethodSource("fouls")
  void aFoulEndsTheConnectionAndSaysWhy(Foul foul) {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 5)) {
      client.raw(foul.first(), Bytes.ofHex(foul.body()));
      client.publish(1, 9, KNOWN.topic(), KNOWN.says(1, 0).encoded()); // too late
      Packet last = client.read().orElseThrow();
      assertEquals(RawMqtt.DISCONNECT, last.type());
      assertEquals(foul.reason(), last.at(0));
      assertEquals(Optional.empty(), client.read());
      assertEquals(Map.of(foul.kind(), 1L), turnedAway());
    }
    assertEquals(List.of(), gateway.stored());
  }

  @ParameterizedTest
  @ValueSource(strings = {"30030001616162", "c000", "e000", "8206000100016100", "00", "20020000"})
  void whatComesBeforeAConnectEndsTheConnection(String packet) {
    try (RawMqtt client = RawMqtt.throwing(gateway.mqttPort, Bytes.ofHex(packet).toArray())) {
      client.publish(1, 9, KNOWN.topic(), KNOWN.says(1, 0).encoded());
      assertEquals(Optional.empty(), client.read());
    }
    assertEquals(1, turnedAway().values().stream().mapToLong(it -> it).sum());
    assertEquals(List.of(), gateway.stored());
  }

  /**
   * @param code of the CONNACK, or 0 where the client is let in
   */
  record Ask(String what, Hello hello, int code) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Ask> asks() {
    Hello five = Hello.of(5, "a");
    Hello will = new Hello(5, "a", 0, 2 | 4 | 0x10, "", Optional.empty(), Optional.empty());
    Hello will1 = new Hello(5, "a", 0, 2 | 4 | 0x08, "", Optional.empty(), Optional.empty());
    return Stream.of(
        new Ask("MQTT 3.1", Hello.of(3, "a"), 1),
        new Ask("MQTT 6", Hello.of(6, "a"), 1),
        new Ask("a method of authentication (3.1.2.11.9)", five.with("1500024142"), 0x8c),
        new Ask("Receive Maximum 0 (3.1.2.11.3)", five.with("210000"), 0x82),
        new Ask("Maximum Packet Size 0 (3.1.2.11.4)", five.with("2700000000"), 0x82),
        new Ask("Maximum Packet Size 127", five.with("270000007f"), 0x95),
        new Ask("Maximum Packet Size 128", five.with("2700000080"), 0),
        new Ask("Maximum Packet Size 4294967295", five.with("27ffffffff"), 0),
        new Ask("a will of QoS 2 (3.2.2.3.4)", will, 0x9b),
        new Ask("Receive Maximum twice (3.1.2.11.3)", five.with("210005210006"), 0x82),
        new Ask(
            "a user property twice",
            five.with("260001610001622600016100 0162".replace(" ", "")),
            0),
        new Ask("a will of QoS 1", will1, 0));
  }

  @ParameterizedTest
  @MethodSource("asks")
  void aConnectIsAnswered(Ask ask) {
    try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, ask.hello())) {
      Packet answer = client.read().orElseThrow();
      assertEquals(RawMqtt.CONNACK, answer.type());
      assertEquals(ask.code(), answer.at(1));
      assertTrue(answer.body().size() <= 126, "an answer above the client's maximum");
      if (ask.code() != 0) {
        assertEquals(Optional.empty(), client.read());
      }
    }
  }

  /** MQTT 3.1.1 has no code for it (section 3.2.2.3). */
  @Test
  void aWillOfQosTwoInMqtt311IsClosedWithoutAnAnswer() {
    Hello will = new Hello(4, "a", 0, 2 | 4 | 0x10, "", Optional.empty(), Optional.empty());
    try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, will)) {
      assertEquals(Optional.empty(), client.read());
    }
    assertEquals(Map.of("mqtt-qos-not-supported", 1L), turnedAway());
    Hello one = new Hello(4, "a", 0, 2 | 4 | 0x08, "", Optional.empty(), Optional.empty());
    RawMqtt.connected(gateway.mqttPort, one).close();
  }

  @Test
  void reservedBitsOfASubscriptionCloseMqtt311() { // OASIS MQTT 3.1.1, section 3.8.3
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 4)) {
      client.raw(0x82, Bytes.ofHex("0001" + "000161" + "04"));
      assertEquals(Optional.empty(), client.read());
    }
    assertEquals(Map.of("mqtt-malformed-packet", 1L), turnedAway());
  }

  @Test
  void whatCameBeforeAFoulIsTakenAlsoInOneSegment() {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 5)) {
      client.together(
          () ->
              client
                  .publish(1, 9, KNOWN.topic(), KNOWN.says(1, 0).encoded())
                  .raw(0x82, Bytes.ofHex("0001" + "00" + "000161" + "c1"))
                  .publish(1, 10, KNOWN.topic(), KNOWN.says(1, 1).encoded()));
      assertEquals(0x81, client.read().orElseThrow().at(0));
    }
    OutgoingFixture.until(() -> gateway.stored().size() == 1);
  }

  @Test
  void aClientThatSendsByteByByteIsServed() {
    try (RawMqtt client = RawMqtt.dribbling(gateway.mqttPort, Hello.of(5, "slow"))) {
      assertEquals(RawMqtt.CONNACK, client.read().orElseThrow().type());
      client.subscribe(5, KNOWN.topic() + "/commands");
      Packet answer = client.read().orElseThrow();
      assertEquals(RawMqtt.SUBACK, answer.type());
      assertEquals(1, answer.at(answer.body().size() - 1));
      client.publish(1, 9, KNOWN.topic(), KNOWN.says(1, 0).encoded());
      assertEquals(RawMqtt.PUBACK, client.read().orElseThrow().type());
      client.raw(0x82, Bytes.ofHex("0001" + "00" + "000161" + "c1"));
      assertEquals(0x81, client.read().orElseThrow().at(0));
    }
  }

  @ParameterizedTest
  @MethodSource("fouls")
  void aFoulThatComesByteByByteEndsTheConnectionJustSo(Foul foul) {
    try (RawMqtt client = RawMqtt.dribbling(gateway.mqttPort, Hello.of(5, "slow"))) {
      assertEquals(RawMqtt.CONNACK, client.read().orElseThrow().type());
      client.raw(foul.first(), Bytes.ofHex(foul.body()));
      client.publish(1, 9, KNOWN.topic(), KNOWN.says(1, 0).encoded()); // too late
      assertEquals(foul.reason(), client.read().orElseThrow().at(0));
      assertEquals(Optional.empty(), client.read());
    }
    assertEquals(Map.of(foul.kind(), 1L), turnedAway());
  }

  @Test
  void userPropertiesMayStandTwiceAndOthersOnceInAnOrdinaryPublish() {
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 5)) {
      Bytes said = KNOWN.says(1, 0).encoded();
      String once = "0100" + "020000000a" + "0300016d" + "08000162" + "090000";
      String user = "26000161000162";
      Bytes properties = Bytes.ofHex(once + user.repeat(2));
      client.raw(
          0x32,
          Bytes.ofHex("%04x".formatted(KNOWN.topic().length()))
              .concat(Bytes.ofUtf8(KNOWN.topic()))
              .concat(Bytes.ofHex("0009" + "%02x".formatted(properties.size())))
              .concat(properties)
              .concat(said));
      Packet answer = client.read().orElseThrow();
      assertEquals(RawMqtt.PUBACK, answer.type());
      assertTrue(answer.body().size() == 2 || answer.at(2) == 0, answer.body().hex());
    }
    assertEquals(1, gateway.stored().size());
  }

  @Test
  void aSecondConnectClosesMqtt311() { // OASIS MQTT 3.1.1, section 3.1
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 4)) {
      client.raw(0x10, Bytes.ofHex("00044d515454" + "04" + "02" + "0000" + "0000"));
      assertEquals(Optional.empty(), client.read());
    }
    assertEquals(Map.of("mqtt-protocol-error", 1L), turnedAway());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aConnectOf8KibibytesIsTakenAndNoneAboveIt(int version) {
    int others = 1 + 2 + 10 + (version == 5 ? 1 : 0) + 2; // all but the client identifier
    String longest = "x".repeat(8_192 - others);
    try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, Hello.of(version, longest))) {
      assertEquals(0, client.read().orElseThrow().at(1));
    }
    for (String longer : List.of(longest + "x", "x".repeat(9_000))) {
      try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, Hello.of(version, longer))) {
        assertEquals(Optional.empty(), client.read());
      }
    }
    assertEquals(Map.of("mqtt-connect-too-large", 2L), turnedAway());
  }

  @Test
  void noSessionIsKeptAndTheClientIsToldSo() {
    Hello wish = Hello.of(5, "a").with("1100000e10"); // an hour
    try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, wish)) {
      Packet answer = client.read().orElseThrow();
      assertEquals(0, answer.at(0), "a session is present");
      assertTrue(answer.body().hex().contains("1100000000"), answer.body().hex());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whoIsSilentForOneAndAHalfKeepAlivesIsLetGo(int version) {
    Hello brief = Hello.of(version, "brief").keeping(2);
    try (RawMqtt silent = RawMqtt.connected(gateway.mqttPort, brief);
        RawMqtt alive =
            RawMqtt.connected(gateway.mqttPort, Hello.of(version, "alive").keeping(2))) {
      long begun = System.nanoTime();
      for (int i = 0; i < 8; i++) {
        sleep(500);
        alive.raw(0xc0, PING);
        assertEquals(RawMqtt.PINGRESP, alive.read().orElseThrow().type());
      }
      Optional<Packet> last = silent.read();
      assertTrue(System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(2));
      if (version == 5) {
        assertEquals(0x8d, last.orElseThrow().at(0));
      } else {
        assertEquals(Optional.empty(), last);
      }
      assertEquals(Map.of("mqtt-keep-alive", 1L), turnedAway());
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void oneIdentifierIsConnectedOnceAndTheNewerStays(int version) {
    Hello hello = Hello.of(version, "the same");
    try (RawMqtt older = RawMqtt.connected(gateway.mqttPort, hello);
        RawMqtt newer = RawMqtt.connected(gateway.mqttPort, hello)) {
      Optional<Packet> last = older.read();
      if (version == 5) {
        assertEquals(0x8e, last.orElseThrow().at(0));
      } else {
        assertEquals(Optional.empty(), last);
      }
      newer.raw(0xc0, PING);
      assertEquals(RawMqtt.PINGRESP, newer.read().orElseThrow().type());
    }
  }

  @Test
  void whoIsTooFastIsToldToComeAgain() {
    int count = 1_000; // which would take 18 seconds at the rate that is allowed
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, 5)) {
      int later = 0;
      for (int i = 0; i < count; i++) {
        client.publish(1, i + 1, KNOWN.topic(), KNOWN.says(1, i).encoded());
      }
      for (int i = 0; i < count; i++) {
        Packet answer = client.read().orElseThrow();
        assertEquals(RawMqtt.PUBACK, answer.type());
        boolean isBusy = answer.body().size() > 2 && answer.at(2) == 0x97;
        assertTrue(!isBusy || answer.body().utf8().contains("busy (37): more messages"));
        later += isBusy ? 1 : 0;
      }
      assertTrue(later > 0 && later <= count - 100, later + " were too fast; 100 may come at once");
      assertEquals(count - later, gateway.stored().size());
      assertEquals((long) later, turnedAway().get("mqtt-rate"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4 1", "4 0", "5 0"})
  void whoCannotBeToldIsSlowedDownAndLosesNothing(String versionAndQos) {
    int version = versionAndQos.charAt(0) - '0';
    int qos = versionAndQos.charAt(2) - '0';
    try (RawMqtt client = RawMqtt.connected(gateway.mqttPort, version)) {
      long begun = System.nanoTime();
      for (int i = 0; i < 150; i++) {
        client.publish(qos, i + 1, KNOWN.topic(), KNOWN.says(1, i).encoded());
      }
      client.raw(0xc0, PING); // behind all of them
      while (client.read().orElseThrow().type() != RawMqtt.PINGRESP) {}
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertTrue(took >= 900, "50 above the burst, at 50 a second, in " + took + " ms");
    }
    OutgoingFixture.until(() -> gateway.stored().size() == 150);
    assertTrue(turnedAway().getOrDefault("mqtt-slowed-down", 0L) > 0);
  }

  @Test
  void aConnectThatDoesNotEndGetsNoMemory() throws IOException {
    Bytes start =
        Bytes.ofHex(
            "10f0fe01" + "00044d515454" + "04" + "06" + "0000" + "000161" + "000161" + "7800");
    try (Socket socket = new Socket("127.0.0.1", gateway.mqttPort)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(start.concat(Bytes.owning(new byte[2_000])).toArray());
      try {
        for (int i = 0; i < 20; i++) {
          socket.getOutputStream().write(new byte[1_000]);
          sleep(20);
        }
        assertEquals(-1, socket.getInputStream().read());
      } catch (SocketException e) {
        // Closed while we wrote: as good.
      }
      assertEquals(Map.of("mqtt-connect-too-large", 1L), turnedAway());
    }
  }

  @Test
  void socketsThatSayNothingAreBoundedToo() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    int most = GatewayFixture.CONNECTIONS_MAX + GatewayFixture.CONNECTIONS_MAX / 4 + 16;
    for (int i = 0; i < most; i++) {
      sockets.add(new Socket("127.0.0.1", gateway.mqttPort));
    }
    try (RawMqtt another = RawMqtt.connecting(gateway.mqttPort, Hello.of(5, "a"))) {
      assertEquals(Optional.empty(), another.read());
    }
    assertEquals(Map.of("mqtt-too-many-sockets", 1L), turnedAway());
    for (Socket socket : sockets) { // within the ten seconds that they have for a CONNECT
      socket.setSoTimeout(30_000);
      InputStream in = socket.getInputStream();
      assertEquals(-1, in.read());
      socket.close();
    }
    OutgoingFixture.until(this::isLetIn);
    assertEquals((long) most, turnedAway().get("mqtt-no-connect"));
  }

  private boolean isLetIn() {
    try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, Hello.of(5, "a"))) {
      return client.read().isPresent();
    }
  }
}
