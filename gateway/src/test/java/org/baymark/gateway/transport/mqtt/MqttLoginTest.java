package org.baymark.gateway.transport.mqtt;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.GatewayFixture.Doors;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.access.LoginAttempts;
import org.baymark.gateway.access.Logins;
import org.baymark.gateway.access.PasswordHash;
import org.baymark.gateway.access.Users;
import org.baymark.gateway.transport.mqtt.MqttDoor.Demand;
import org.baymark.gateway.transport.mqtt.RawMqtt.Hello;
import org.baymark.gateway.transport.mqtt.RawMqtt.Packet;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked for a password. */
class MqttLoginTest {
  private static final String USER = KNOWN.name().text();
  private static final String PASSWORD = "correct horse";
  private static final Bytes SALT = Bytes.ofHex("00112233445566778899aabbccddeeff");
  private static final Users USERS =
      Users.NONE
          .with(USER, PasswordHash.of(PASSWORD, SALT))
          .with("other", PasswordHash.of("battery staple", SALT))
          .with("slow", new PasswordHash(65_536, 16, SALT, SALT.concat(SALT)));

  @TempDir Path folder;
  private Path file;
  private GatewayFixture gateway;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("mqtt.users");
    Files.writeString(file, USERS.text());
    Logins logins = new Logins(file, "nobody", Bytes.owning(new byte[48]));
    Doors doors =
        new Doors(
            List.of(Doors.door(false, false, Demand.PASSWORD)),
            Optional.empty(),
            Optional.of(logins));
    gateway = GatewayFixture.withDoors(folder, doors).with(KNOWN);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Hello hello(int version, String id) {
    return Hello.of(version, id);
  }

  private Map<String, Long> turnedAway() {
    return gateway.counters.snapshot().turnedAway();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whoShowsTheRightPasswordIsServed(int version) {
    try (RawMqtt client =
        RawMqtt.connected(gateway.mqttPort, hello(version, "a").as(USER, PASSWORD))) {
      client.publish(1, 1, KNOWN.topic(), KNOWN.says(1, 0).encoded());
      assertEquals(RawMqtt.PUBACK, client.read().orElseThrow().type());
    }
    assertEquals(1, gateway.stored().size());
    assertEquals(Map.of(), turnedAway());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whoDoesNotIsToldNothingOfWhatWasWrong(int version) {
    Hello hello = hello(version, "a");
    Hello nameAlone = new Hello(version, "a", 0, 2, "", Optional.of(USER), Optional.empty());
    List<Hello> wrong =
        List.of(
            hello,
            nameAlone,
            hello.as(USER, ""),
            hello.as(USER, PASSWORD + " "),
            hello.as(USER, "x".repeat(2_000)),
            hello.as("other", PASSWORD),
            hello.as("nobody", PASSWORD),
            hello.as("", PASSWORD));
    for (Hello each : wrong) {
      try (RawMqtt client = RawMqtt.connecting(gateway.mqttPort, each)) {
        // What comes behind a CONNECT before its answer is no more taken than the client.
        client.publish(1, 1, KNOWN.topic(), KNOWN.says(1, 0).encoded());
        assertEquals(version == 5 ? 0x86 : 4, client.read().orElseThrow().at(1), each.toString());
        assertEquals(Optional.empty(), client.read());
      }
    }
    assertEquals(Map.of("mqtt-bad-login", (long) wrong.size()), turnedAway());
    assertEquals(0, gateway.counters.snapshot().received());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whatIsSentBehindTheConnectWaitsForItsAnswer(int version) {
    try (RawMqtt client =
        RawMqtt.connecting(gateway.mqttPort, hello(version, "a").as(USER, PASSWORD))) {
      for (int i = 0; i < 50; i++) {
        client.publish(1, i + 1, KNOWN.topic(), KNOWN.says(1, i).encoded());
      }
      client.raw(0xc0, Bytes.EMPTY); // PINGREQ
      assertEquals(RawMqtt.CONNACK, client.read().orElseThrow().type());
      List<Integer> types = new ArrayList<>();
      for (int i = 0; i < 51; i++) {
        types.add(client.read().orElseThrow().type());
      }
      assertTrue(types.remove((Integer) RawMqtt.PINGRESP), types.toString());
      types.forEach(type -> assertEquals(RawMqtt.PUBACK, type));
    }
    assertEquals(50, gateway.stored().size());
    assertEquals(0, gateway.counters.snapshot().late());
  }

  @Test
  void guessingSoonEndsAndThoseWhoAreKnownDoNotNotice() {
    RawMqtt.connected(gateway.mqttPort, hello(5, "a").as(USER, PASSWORD)).close();
    List<RawMqtt> guessing = new ArrayList<>();
    for (int i = 0; i < LoginAttempts.AT_ONCE + 30; i++) {
      guessing.add(
          RawMqtt.connecting(gateway.mqttPort, hello(5, "g" + i).as(USER, "guess number " + i)));
      if (guessing.size() == GatewayFixture.CONNECTIONS_MAX / 2) {
        // The queue is not empty, and the one who knows does not stand in it.
        RawMqtt.connected(gateway.mqttPort, hello(5, "a").as(USER, PASSWORD)).close();
        drain(guessing);
      }
    }
    drain(guessing);
    Map<String, Long> away = turnedAway();
    assertTrue(away.getOrDefault("mqtt-too-many-failed-logins", 0L) > 0, away.toString());
    RawMqtt.connected(gateway.mqttPort, hello(5, "a").as(USER, PASSWORD)).close();
  }

  private static void drain(List<RawMqtt> clients) {
    for (RawMqtt client : clients) {
      int code = client.read().orElseThrow().at(1);
      assertTrue(code == 0x86 || code == 0x89, "code " + code);
      assertEquals(Optional.empty(), client.read());
      client.close();
    }
    clients.clear();
  }

  @Test
  void passwordsAreCheckedBesideTheEventLoop() {
    try (RawMqtt in = RawMqtt.connected(gateway.mqttPort, hello(5, "a").as(USER, PASSWORD))) {
      List<RawMqtt> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(RawMqtt.connecting(gateway.mqttPort, hello(5, "w" + i).as("slow", "wrong!!")));
      }
      in.publish(1, 1, KNOWN.topic(), KNOWN.says(1, 0).encoded());
      assertEquals(RawMqtt.PUBACK, in.read().orElseThrow().type());
      assertTrue(
          turnedAway().getOrDefault("mqtt-bad-login", 0L) < waiting.size(),
          "the answer came after all of the passwords were checked");
      drain(waiting);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whoIsRemovedOrGetsAnotherPasswordIsDisconnected(int version) throws IOException {
    try (RawMqtt removed =
            RawMqtt.connected(gateway.mqttPort, hello(version, "a").as(USER, PASSWORD));
        RawMqtt stays =
            RawMqtt.connected(
                gateway.mqttPort, hello(version, "b").as("other", "battery staple"))) {
      Files.writeString(file, USERS.without(USER).text());
      assertClosed(version, removed.read());
      stays.raw(0xc0, Bytes.EMPTY);
      assertEquals(RawMqtt.PINGRESP, stays.read().orElseThrow().type());
      Files.writeString(file, "nonsense\n");
      OutgoingFixture.until(() -> turnedAway().containsKey("mqtt-user-changed"));
      stays.raw(0xc0, Bytes.EMPTY);
      assertEquals(RawMqtt.PINGRESP, stays.read().orElseThrow().type());
      Files.writeString(file, USERS.with("other", PasswordHash.of("another", SALT)).text());
      assertClosed(version, stays.read());
    }
    try (RawMqtt late =
        RawMqtt.connecting(gateway.mqttPort, hello(5, "b").as("other", "battery staple"))) {
      assertEquals(0x86, late.read().orElseThrow().at(1));
    }
    RawMqtt.connected(gateway.mqttPort, hello(5, "b").as("other", "another")).close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aDeviceWhoseKeyIsRevokedIsDisconnectedAndNotLetInAgain(int version) {
    Hello its = hello(version, "a").as(USER, PASSWORD);
    try (RawMqtt device = RawMqtt.connected(gateway.mqttPort, its);
        RawMqtt other =
            RawMqtt.connected(
                gateway.mqttPort, hello(version, "b").as("other", "battery staple"))) {
      gateway.revoke(KNOWN.name());
      assertClosed(version, device.read());
      other.raw(0xc0, Bytes.EMPTY);
      assertEquals(RawMqtt.PINGRESP, other.read().orElseThrow().type());
    }
    try (RawMqtt again = RawMqtt.connecting(gateway.mqttPort, its)) {
      assertEquals(version == 5 ? 0x87 : 5, again.read().orElseThrow().at(1));
    }
    assertEquals(Map.of("mqtt-revoked", 2L), turnedAway());
  }

  private static void assertClosed(int version, Optional<Packet> packet) {
    if (version == 5) {
      assertEquals(RawMqtt.DISCONNECT, packet.orElseThrow().type());
      assertEquals(0x87, packet.orElseThrow().at(0));
    } else {
      assertEquals(Optional.empty(), packet);
    }
  }

  @Test
  void oneUsersClientPutsNoOtherUsersOut() {
    Hello mine = hello(5, "the same").as(USER, PASSWORD);
    Hello others = hello(5, "the same").as("other", "battery staple");
    try (RawMqtt first = RawMqtt.connected(gateway.mqttPort, mine);
        RawMqtt second = RawMqtt.connected(gateway.mqttPort, others)) {
      first.raw(0xc0, Bytes.EMPTY);
      assertEquals(RawMqtt.PINGRESP, first.read().orElseThrow().type());
      try (RawMqtt again = RawMqtt.connected(gateway.mqttPort, mine)) {
        assertEquals(0x8e, first.read().orElseThrow().at(0));
        for (RawMqtt still : List.of(again, second)) {
          still.raw(0xc0, Bytes.EMPTY);
          assertEquals(RawMqtt.PINGRESP, still.read().orElseThrow().type());
        }
      }
    }
  }

  @Test
  void mosquittoIsAskedForItsPassword() {
    String statement = Mosquitto.file(folder, KNOWN.says(1, 0).encoded());
    for (String version : List.of("mqttv311", "mqttv5")) {
      Mosquitto.Ended stranger =
          Mosquitto.publish(gateway.mqttPort, version, KNOWN.topic(), statement);
      assertTrue(stranger.exitCode() != 0, stranger.output());
      Mosquitto.Ended user =
          Mosquitto.publish(
              gateway.mqttPort, version, KNOWN.topic(), statement, "-u", USER, "-P", PASSWORD);
      assertEquals("", user.output());
      assertEquals(0, user.exitCode());
    }
    assertEquals(1, gateway.stored().size());
  }
}
