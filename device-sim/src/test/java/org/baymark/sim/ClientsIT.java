package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.World.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote deliver what 'sim sign' wrote, and are told when it is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
  private static final String NAME = "urn:dev:org:32473-client-1";
  private static final String STRANGER = "urn:dev:org:32473-client-2";

  @TempDir private static Path temp;
  private World world;
  private URI mqtt;
  private URI coap;
  private int seq;

  @BeforeAll
  void start() throws Exception {
    world = new World(Files.createDirectories(temp.resolve("world")));
    mqtt = world.api.doors().mqtt();
    coap = world.api.doors().coap();
    world.ours("sim", "key", "--name", NAME, "--out", file("key"));
    world.ours("sim", "key", "--name", STRANGER, "--suite", "eddsa", "--out", file("stranger"));
    String folder = world.alliance.gatewayFolder().toString();
    world.ours("device", "add", "--dir", folder, "--card", file("key.card"));
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @BeforeEach
  void count() {
    seq++;
  }

  private String file(String name) {
    return temp.resolve(name).toString();
  }

  /** A statement in the file "statement"; gives its id. */
  private Digest sign(String key, String name) throws IOException, InterruptedException {
    return Digest.ofHex(
        world.ours(
            "sim",
            "sign",
            "--key",
            file(key),
            "--name",
            name,
            "--boot",
            "1",
            "--seq",
            Integer.toString(seq),
            "--telemetry",
            "temp:Cel:4.25",
            "hum:%RH:81",
            "--out",
            file("statement")));
  }

  /** Flips a bit of the signature. */
  private void spoil() throws IOException {
    byte[] octets = Files.readAllBytes(temp.resolve("statement"));
    octets[octets.length - 1] ^= 1;
    Files.write(temp.resolve("statement"), octets);
  }

  private Ended publish(String version, String name) throws IOException, InterruptedException {
    return World.theirs(
        World.demandTool("mosquitto_pub"),
        "-h",
        mqtt.getHost(),
        "-p",
        Integer.toString(mqtt.getPort()),
        "-V",
        version,
        "-q",
        "1",
        "-t",
        "baymark/v1/" + name,
        "-f",
        file("statement"));
  }

  private Ended post() throws IOException, InterruptedException {
    return World.theirs(
        World.demandTool("coap-client-notls", "coap-client"),
        "-m",
        "post",
        "-t",
        "18",
        "-f",
        file("statement"),
        "-v",
        "6",
        "-B",
        "10",
        coap + "/e");
  }

  @Test
  void coapClientFindsOutWhatThereIsAndWhatTimeItIs() throws Exception {
    String client = World.demandTool("coap-client-notls", "coap-client");
    Ended links = World.theirs(client, "-m", "get", "-B", "10", coap + "/.well-known/core");
    assertTrue(links.output().contains("</e>"), links.output());
    assertTrue(links.output().contains("</time>"), links.output());
    Path time = temp.resolve("time");
    World.theirs(client, "-m", "get", "-B", "10", "-o", time.toString(), coap + "/time");
    byte[] cbor = Files.readAllBytes(time);
    assertEquals(5, cbor.length);
    long seconds = ByteBuffer.wrap(cbor, 1, 4).getInt() & 0xffff_ffffL; // until 2106
    assertTrue(Math.abs(Instant.now().getEpochSecond() - seconds) < 60, "it says " + seconds);
  }

  @Test
  void mosquittoDeliversOverMqtt5() throws Exception {
    Digest id = sign("key", NAME);
    Ended ended = publish("mqttv5", NAME);
    assertEquals(0, ended.exitCode(), ended.output());
    assertEquals("", ended.output());
    world.assertAnchored(List.of(id));
  }

  @Test
  void mosquittoDeliversOverMqtt311() throws Exception {
    Digest id = sign("key", NAME);
    Ended ended = publish("mqttv311", NAME);
    assertEquals(0, ended.exitCode(), ended.output());
    world.assertAnchored(List.of(id));
  }

  @Test
  void coapClientDelivers() throws Exception {
    Digest id = sign("key", NAME);
    Ended ended = post();
    assertTrue(ended.output().contains("c:2.04"), ended.output());
    world.assertAnchored(List.of(id));
  }

  @Test
  void mosquittoIsToldWhyOverMqtt5() throws Exception {
    Digest id = sign("stranger", STRANGER);
    long before = world.refused("unknown-device");
    Ended ended = publish("mqttv5", STRANGER);
    assertTrue(ended.output().contains("Not authorized"), ended.output());
    assertEquals(before + 1, world.refused("unknown-device"));
    world.assertMissing(List.of(id));
  }

  @Test
  void aWrongTopicIsRefusedOverMqtt5() throws Exception {
    Digest id = sign("key", NAME);
    long before = world.refused("wrong-topic");
    Ended ended = publish("mqttv5", STRANGER);
    assertTrue(ended.output().contains("Topic"), ended.output());
    assertEquals(before + 1, world.refused("wrong-topic"));
    world.assertMissing(List.of(id));
  }

  @Test
  void mqtt311KnowsNoRefusalSoItIsQuarantined() throws Exception {
    sign("key", NAME);
    spoil();
    long before = world.refused("bad-signature");
    Ended ended = publish("mqttv311", NAME);
    assertEquals(0, ended.exitCode(), ended.output());
    assertEquals(before + 1, world.refused("bad-signature"));
  }

  @Test
  void coapClientIsToldWhy() throws Exception {
    Digest id = sign("stranger", STRANGER);
    Ended ended = post();
    assertTrue(ended.output().contains("c:4.01"), ended.output());
    assertTrue(ended.output().contains("unknown-device (32)"), ended.output());
    world.assertMissing(List.of(id));
  }

  @Test
  void coapClientIsToldThatItIsNoStatement() throws Exception {
    Files.writeString(temp.resolve("statement"), "not a statement");
    Ended ended = post();
    assertTrue(ended.output().contains("c:4.00"), ended.output());
  }
}
