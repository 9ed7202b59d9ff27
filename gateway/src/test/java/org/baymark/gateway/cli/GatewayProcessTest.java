package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.protocol.cose.Suite;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway run} as the process that it is. */
class GatewayProcessTest {
  @TempDir Path work;
  private Path dir;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    dir = work.resolve("gateway");
    Path policy = work.resolve("trust.policy");
    Path key = work.resolve("alliance.key");
    Files.writeString(policy, TestMember.policyText("http://127.0.0.1:1"));
    Files.writeString(key, "ab".repeat(32) + "\n");
    init("127.0.0.1:0", policy, key);
  }

  private void init(String mqtt, Path policy, Path key) {
    int code =
        Commands.line(folder -> 0)
            .execute(
                ("gateway init --http 127.0.0.1:0 --coap 127.0.0.1:0 --mqtt "
                        + mqtt
                        + " --dir "
                        + dir
                        + " --alliance "
                        + policy
                        + " --alliance-key "
                        + key)
                    .split(" "));
    assertEquals(0, code);
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  private Process run() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "org.baymark.gateway.Main",
                "gateway",
                "run",
                "--dir",
                dir.toString())
            .redirectError(work.resolve("err-" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  /** The program's alone: the tests' own logging writes to stdout. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static BufferedReader out(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private String err(int number) throws IOException {
    return Files.readString(work.resolve("err-" + number));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running");
    return process.exitValue();
  }

  @Test
  void itSaysReadyServesAndStopsCleanlyWhenTold() throws IOException, InterruptedException {
    Process gateway = run();
    BufferedReader out = out(gateway);
    String ready = String.valueOf(out.readLine());
    assertTrue(
        ready.matches(
            "ready http://127\\.0\\.0\\.1:\\d+ mqtt://127\\.0\\.0\\.1:\\d+"
                + " coap://127\\.0\\.0\\.1:\\d+"),
        ready);
    URI health = URI.create(ready.split(" ")[1] + "/healthz");
    int status =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
            .statusCode();
    assertEquals(200, status);
    assertEquals(0, Commands.line(folder -> 0).execute("device", "list", "--dir", dir.toString()));

    Process second = run();
    assertEquals(1, exitCode(second));
    assertTrue(err(1).contains("another gateway is running in " + dir), err(1));

    gateway.toHandle().destroy(); // SIGTERM, and its output stays readable
    assertEquals(0, exitCode(gateway));
    assertEquals(null, out.readLine());
    assertFalse(Files.exists(new GatewayFolder(dir).address()));
    assertTrue(Files.size(dir.resolve("logs").resolve("gateway.log")) > 0);
    assertFalse(err(0).contains("\tat "), err(0));
  }

  @Test
  void anAcknowledgedRecordOutlivesAKill() throws Exception {
    TestDevice radio = TestDevice.named("radio", Suite.ES256);
    Process gateway = run();
    String ready = out(gateway).readLine();
    ObjectNode wish = JsonNodeFactory.instance.objectNode().put("name", radio.name().text());
    wish.put("key", radio.key().verifyingKey().encoded().hex());
    wish.putArray("kinds").add("telemetry");
    new GatewayCaller(new GatewayFolder(dir)).post("/devices", wish);
    publish(ready, radio, 20);
    gateway.destroyForcibly(); // SIGKILL
    exitCode(gateway);
    Process second = run();
    assertTrue(String.valueOf(out(second).readLine()).startsWith("ready "), err(1));
    JsonNode device = new GatewayCaller(new GatewayFolder(dir)).get("/devices").at("/devices/0");
    assertEquals(20, device.at("/records/provisional").asInt());
    assertEquals(0, device.at("/records/covered").asInt());
  }

  /** Publishes so many records with QoS 1 and waits for the answers. */
  private static void publish(String ready, TestDevice radio, int count) throws Exception {
    String mqtt = ready.split(" ")[2].replace("mqtt:", "tcp:");
    MqttAsyncClient client = new MqttAsyncClient(mqtt, "radio", new MemoryPersistence());
    client.connect().waitForCompletion(30_000);
    for (int i = 0; i < count; i++) {
      byte[] record = radio.record(1, i, "4.5").encoded().toArray();
      MqttMessage message = new MqttMessage(record, 1, false, null);
      client.publish(radio.topic(), message).waitForCompletion(30_000);
    }
    client.disconnect().waitForCompletion(30_000);
    client.close();
  }

  @Test
  void aPortThatIsTakenIsNamedAndNothingStaysBehind() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path config = new GatewayFolder(dir).config();
      String usual = Files.readString(config);
      String address = "127.0.0.1:" + taken.getLocalPort();
      Files.writeString(config, usual.replace("mqtt: '127.0.0.1:0'", "mqtt: '" + address + "'"));
      assertEquals(1, exitCode(run()));
      assertTrue(err(0).contains("cannot listen for MQTT on " + address), err(0));
      Files.writeString(config, usual);
      Process gateway = run();
      assertTrue(String.valueOf(out(gateway).readLine()).startsWith("ready "), err(1));
    }
  }

  @Test
  void aBrokenConfigIsExitCode2() throws IOException, InterruptedException {
    Files.writeString(new GatewayFolder(dir).config(), "name: urn:dev:org:32473-a\nbogus: 1\n");
    assertEquals(2, exitCode(run()));
    assertTrue(err(0).contains("gateway.yaml: there is no key 'bogus'"), err(0));
  }
}
