package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.CrashLine.Answer;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gateway.yaml, changed while the gateway runs. */
class ReloadProcessTest {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);
  private static final TestDevice OTHER = TestDevice.named("other", Suite.EDDSA);

  @TempDir Path work;
  private GatewayProgram gateway;
  private String dir = "";

  @BeforeEach
  void init() throws IOException, InterruptedException {
    gateway = GatewayProgram.init(work);
    dir = gateway.folder.path().toString();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Ran reload() throws IOException, InterruptedException {
    Ran ran = gateway.baymark("gateway", "reload", "--dir", dir);
    assertFalse((ran.out() + ran.err()).contains("\tat "), ran.err());
    return ran;
  }

  private String log() {
    try {
      return Files.readString(gateway.folder.logs().resolve("gateway.log"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private int port(String scheme) {
    return URI.create(gateway.address(scheme)).getPort();
  }

  private static void stored(CrashLine line, TestDevice device, long seq) {
    assertEquals(Answer.STORED, line.say(device.says(1, seq).encoded(), () -> false));
  }

  @Test
  void whatCanIsPutInForceAndNobodyIsDisconnected() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    try (CrashLine mqtt4 = CrashLine.mqtt(port("mqtt"), 4, SENSOR.topic());
        CrashLine mqtt5 = CrashLine.mqtt(port("mqtt"), 5, SENSOR.topic());
        CrashLine coap = CrashLine.coap(port("coap"))) {
      stored(mqtt4, SENSOR, 0);
      stored(mqtt5, SENSOR, 1);
      stored(coap, SENSOR, 2);

      gateway.set("deviceRate", "1");
      gateway.set("mqttRate", "77");
      gateway.set("sealAfter", "PT0.2S");
      gateway.set("keepDays", "400");
      gateway.set("commitDelay", "PT0.01S");
      gateway.set("retryMax", "PT3S");
      gateway.set("diskReserveMegabytes", "3");
      gateway.set("quarantineMessages", "5");
      gateway.set("owner", "somebody else");
      gateway.set("coapSessions", "9");
      Ran done = reload();
      assertEquals(0, done.code(), done.err());
      for (String key :
          List.of(
              "deviceRate is 1 now, and was 1000",
              "mqttRate is 77 now, and was 5000",
              "sealAfter is PT0.2S now, and was PT0.1S",
              "keepDays is 400 now, and was 0",
              "commitDelay is PT0.01S now, and was PT0S",
              "retryMax is PT3S now",
              "diskReserveMegabytes is 3 now, and was 200",
              "quarantineMessages is 5 now, and was 10000",
              "owner stays not stated until the gateway is started again, then somebody else",
              "coapSessions stays 0 until the gateway is started again, then 9")) {
        assertTrue(done.out().contains(key), done.out());
      }
      assertEquals(10, done.out().lines().count(), done.out());
      Ran again = reload();
      assertEquals(2, again.out().lines().count(), "what waits for the next start: " + again.out());

      int seq = 3;
      while (coap.say(SENSOR.says(1, seq).encoded(), () -> false) == Answer.STORED) {
        seq++; // ten at once, after a pause
        assertTrue(seq < 50, "deviceRate is not in force");
      }
      gateway.set("deviceRate", "0");
      assertEquals(0, reload().code());
      for (int i = seq; i < seq + 60; i += 3) {
        stored(mqtt4, SENSOR, i);
        stored(mqtt5, SENSOR, i + 1);
        stored(coap, SENSOR, i + 2);
      }
      gateway.awaitAnchored(seq + 60L);
    }
    GatewayProgram.stop(running);
    assertEquals(0, gateway.baymark("gateway", "check", "--dir", dir).code());
  }

  @Test
  void aSignalDoesTheSame() throws Exception {
    Process running = gateway.start();
    gateway.set("mqttRate", "78");
    hangUp(running);
    OutgoingFixture.until(() -> log().contains("mqttRate is 78 now, and was 5000"));
    gateway.set("mqttRate", "many");
    hangUp(running);
    OutgoingFixture.until(() -> log().contains("settings not reloaded"));
    assertTrue(running.isAlive());
    GatewayProgram.stop(running);
  }

  private static void hangUp(Process process) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("kill", "-HUP", "" + process.pid()).start().waitFor());
  }

  @Test
  void aFileWithAnErrorChangesNothingAndIsAnsweredWithTheSentence() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    String good = Files.readString(gateway.folder.config());
    try (CrashLine mqtt = CrashLine.mqtt(port("mqtt"), 5, SENSOR.topic())) {
      stored(mqtt, SENSOR, 0);
      for (String[] bad :
          new String[][] {
            {good.replace("deviceRate: 1000", "deviceRate: 1\nmqttRte: 5"), "no key 'mqttRte'"},
            {good.replace("deviceRate: 1000", "deviceRate: 1000001"), "deviceRate is 1000001"},
            {good.replace("sealAfter:", "sealAfter: [").replace("deviceRate: 1000", "x"), "(line "},
            {good.replace("deviceRate: 1000", "deviceRate: 1") + "\nbridgeTopics: a\n", "bridge"},
            {
              good.replace("deviceRate: 1000", "deviceRate: 1")
                  + "\nbridgeBroker: ssl://127.0.0.1:1\nbridgeTopics: a\nbridgeCa: none.crt\n",
              "none.crt"
            },
            {"", "gateway.yaml"},
            {"\0\1\ufffe binary", "gateway.yaml"},
            {"[".repeat(20_000), "gateway.yaml"}
          }) {
        Files.writeString(gateway.folder.config(), bad[0]);
        long before = refusals();
        hangUp(running);
        OutgoingFixture.until(() -> refusals() == before + 1);
        assertTrue(log().lines().anyMatch(it -> it.contains(bad[1])), log());
        Ran ran = reload();
        assertTrue(ran.code() == 1 || ran.code() == 2, ran.out() + ran.err());
        assertTrue(ran.err().contains(bad[1]), ran.err());
      }
      Files.writeString(gateway.folder.config(), good);
      assertEquals("nothing is other than before\n", reload().out());
      for (int i = 1; i < 40; i++) {
        stored(mqtt, SENSOR, i); // at 1 a second it would be told to come again
      }
    }
    GatewayProgram.stop(running);
  }

  private long refusals() {
    return log().lines().filter(it -> it.contains("settings not reloaded")).count();
  }

  @Test
  void manyAtOnceEndInWhatTheFileSays() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (CrashLine mqtt = CrashLine.mqtt(port("mqtt"), 5, SENSOR.topic())) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(
            () ->
                new GatewayCaller(gateway.folder)
                    .post("/reload", GatewayCaller.JSON.createObjectNode())
                    .size());
      }
      for (int i = 0; i < 20; i++) {
        String text = Files.readString(gateway.folder.config());
        Files.writeString(
            gateway.folder.config(),
            text.replaceFirst("(?m)^heartbeat: .*$", "heartbeat: PT%dS".formatted(20 + i)));
        if (i == 10) {
          for (Future<Integer> one : threads.invokeAll(all)) {
            assertEquals(2, one.get());
          }
        }
        stored(mqtt, SENSOR, i);
      }
      Ran done = reload();
      assertTrue(done.out().startsWith("heartbeat is PT39S now"), done.out() + done.err());
    } finally {
      threads.shutdownNow();
    }
    GatewayProgram.stop(running);
  }

  private boolean isSubscribed() {
    return new GatewayCaller(gateway.folder).get("/status").toString().contains("subscribed at");
  }

  private static void say(TestBroker broker, TestDevice device, long seq) {
    try (CrashLine line = CrashLine.mqtt(broker.port(), 5, device.topic())) {
      line.say(device.says(1, seq).encoded(), () -> false);
    } catch (AssertionError nobody) {
      assertEquals("refused with 16", nobody.getMessage(), "nobody is subscribed");
    }
  }

  private long accepted() {
    return gateway.stats().path("accepted").asLong();
  }

  /** The topics of a bridge are changed: its session at the broker has the new ones alone. */
  @Test
  void aFilterThatIsTakenOutIsUnsubscribedWhetherTheGatewayRunsOrNot() throws Exception {
    try (TestBroker broker = TestBroker.start(work.resolve("broker"))) {
      gateway.set("bridgeBroker", "tcp://127.0.0.1:" + broker.port());
      gateway.set("bridgeTopics", SENSOR.topic() + " " + OTHER.topic());
      Process running = gateway.start();
      gateway.believe(SENSOR);
      gateway.believe(OTHER);
      OutgoingFixture.until(this::isSubscribed);
      say(broker, SENSOR, 0);
      say(broker, OTHER, 0);
      OutgoingFixture.until(() -> accepted() == 2);

      gateway.set("bridgeTopics", SENSOR.topic());
      Ran done = reload();
      assertTrue(done.out().startsWith("bridgeTopics is " + SENSOR.topic() + " now"), done.out());
      OutgoingFixture.until(() -> log().contains("no longer subscribed"));
      say(broker, OTHER, 1);
      say(broker, SENSOR, 1);
      OutgoingFixture.until(() -> accepted() == 3);

      GatewayProgram.stop(running);
      gateway.set("bridgeTopics", OTHER.topic()); // while it is down
      say(broker, SENSOR, 2); // its session had it still
      running = gateway.start();
      OutgoingFixture.until(this::isSubscribed);
      OutgoingFixture.until(() -> accepted() == 1);
      say(broker, SENSOR, 3);
      say(broker, OTHER, 2);
      OutgoingFixture.until(() -> accepted() == 2);

      String text = Files.readString(gateway.folder.config());
      Files.writeString(
          gateway.folder.config(), text.replaceAll("(?m)^(bridge[A-Z][a-z]*: )", "# $1"));
      done = reload();
      assertTrue(done.out().contains("bridgeBroker is none now"), done.out());
      OutgoingFixture.until(() -> !isSubscribed());
      GatewayProgram.stop(running);
      assertEquals(0, gateway.baymark("gateway", "check", "--dir", dir).code());
    }
  }

  /** A broker behind TLS, whose certificate another authority vouches for from some time on. */
  @Test
  void theBridgeSpeaksTlsAndFollowsARenewedAuthority() throws Exception {
    TestAuthority first = TestAuthority.in(work, "first");
    TestAuthority.Issued own = first.issue("localhost", 20);
    String lines =
        "cafile %s%ncertfile %s%nkeyfile %s"
            .formatted(first.certificate(), own.certificate(), own.key());
    try (TestBroker broker = TestBroker.start(work.resolve("broker"), lines)) {
      Path ca = gateway.folder.path().resolve("broker-ca.crt");
      Files.copy(TestAuthority.in(work, "stranger").certificate(), ca);
      gateway.set("bridgeBroker", "ssl://localhost:" + broker.port());
      gateway.set("bridgeTopics", SENSOR.topic());
      gateway.set("bridgeCa", "broker-ca.crt");
      Process running = gateway.start();
      gateway.believe(SENSOR);
      OutgoingFixture.until(() -> log().contains("nothing comes from the broker"));
      Files.write(ca, Files.readAllBytes(first.certificate())); // it is read before each attempt
      OutgoingFixture.until(this::isSubscribed);
      GatewayProgram.stop(running);
    }
  }
}
