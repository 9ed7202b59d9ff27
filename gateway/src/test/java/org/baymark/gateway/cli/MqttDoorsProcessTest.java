package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestAuthority.Issued;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.transport.mqtt.Mosquitto;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doors for MQTT of the program itself, as gateway.yaml sets them. */
class MqttDoorsProcessTest {
  private static final String USER = "warehouse-7";

  @TempDir Path work;
  private Path dir;
  private Process gateway = never();

  private static Process never() {
    try {
      return new ProcessBuilder("true").start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void makeFolder() throws IOException {
    dir = work.resolve("gateway");
    Files.writeString(work.resolve("trust.policy"), TestMember.policyText("http://127.0.0.1:1"));
    Files.writeString(work.resolve("alliance.key"), "ab".repeat(32) + "\n");
    command(
        "gateway init --http 127.0.0.1:0 --coap 127.0.0.1:0 --mqtt 127.0.0.1:0 --dir %s --alliance %s"
                .formatted(dir, work.resolve("trust.policy"))
            + (" --alliance-key " + work.resolve("alliance.key")));
  }

  @AfterEach
  void stop() {
    gateway.destroyForcibly();
  }

  private static void command(String words) {
    assertEquals(0, Commands.line(folder -> 0).execute(words.split(" ")));
  }

  private void set(String key, String value) throws IOException {
    Path config = dir.resolve("gateway.yaml");
    String text = Files.readString(config);
    String changed = text.replaceFirst("(?m)^(# )?" + key + ": .*$", key + ": '" + value + "'");
    assertTrue(!changed.equals(text), key);
    Files.writeString(config, changed);
  }

  private void start() throws IOException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                "org.baymark.gateway.Main",
                "gateway",
                "run",
                "--dir",
                dir.toString())
            .redirectError(work.resolve("err").toFile())
            .start();
  }

  private String[] ready() throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    return String.valueOf(line).split(" ");
  }

  @Test
  void aUserMadeWhileItRunsPublishesOverTls() throws Exception {
    Issued own = TestAuthority.in(dir, "authority").issue("gateway", 20);
    set("mqttTls", "127.0.0.1:0");
    set("mqttWebSocket", "127.0.0.1:0");
    set("tlsCertificate", own.certificate().getFileName().toString());
    set("tlsKey", own.key().getFileName().toString());
    set("mqttLogin", "password");
    start();
    String[] doors = ready();
    assertEquals(6, doors.length, String.join(" ", doors));
    assertTrue(doors[4].startsWith("mqtts://127.0.0.1:"), doors[4]);
    assertTrue(doors[5].matches("wss://127\\.0\\.0\\.1:\\d+/mqtt"), doors[5]);
    Path secret = Files.writeString(work.resolve("secret"), "a long password\n");
    command("gateway user add --dir " + dir + " --password-file " + secret + " " + USER);
    String junk = Mosquitto.file(work, Bytes.ofUtf8("no statement, and so in quarantine"));
    Mosquitto.Ended ended = publish(doors[4], junk, "a long password");
    for (int i = 0; i < 20 && ended.exitCode() != 0; i++) { // within seconds
      Thread.sleep(500);
      ended = publish(doors[4], junk, "a long password");
    }
    assertEquals(0, ended.exitCode(), ended.output());
    assertTrue(publish(doors[4], junk, "another password").exitCode() != 0);
    assertTrue(publish(doors[4], junk, "").exitCode() != 0);
    gateway.toHandle().destroy(); // SIGTERM
    assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, gateway.exitValue());
    String log = Files.readString(dir.resolve("logs").resolve("gateway.log"));
    assertTrue(log.contains("a door for MQTT is open"), log);
    assertTrue(!log.contains("a long password"), "a password in the log: " + log);
  }

  private Mosquitto.Ended publish(String door, String file, String password) {
    return Mosquitto.publish(
        URI.create(door).getPort(),
        "mqttv311",
        "anything",
        file,
        "--cafile",
        dir.resolve("authority.crt").toString(),
        "-u",
        USER,
        "-P",
        password);
  }

  @Test
  void aDoorForStrangersThatAsksForNothingIsNotOpened() throws Exception {
    set("mqtt", "0.0.0.0:0");
    start();
    assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
    assertEquals(2, gateway.exitValue());
    String said = Files.readString(work.resolve("err"));
    assertTrue(said.contains("mqtt listens on 0.0.0.0:0, which others"), said);
    assertTrue(!said.contains("\tat "), said);
  }

  @Test
  void aCertificateThatIsNotThereIsNamed() throws Exception {
    set("mqttTls", "127.0.0.1:0");
    set("tlsCertificate", "none.crt");
    set("tlsKey", "none.key");
    start();
    assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
    String said = Files.readString(work.resolve("err"));
    assertEquals(1, gateway.exitValue(), said);
    assertTrue(said.contains("there is no file " + dir.resolve("none.crt")), said);
    assertTrue(!said.contains("\tat "), said);
  }
}
