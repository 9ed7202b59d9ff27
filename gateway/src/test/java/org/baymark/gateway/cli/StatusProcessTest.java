package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Are you well? Asked of the program as an operator, a watchdog and Prometheus ask. */
class StatusProcessTest {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);

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

  private HttpResponse<String> metrics(String token) throws IOException, InterruptedException {
    String http = Files.readString(gateway.folder.address()).strip();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(http + "/metrics"))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static void assertSays(String text, String... words) {
    for (String word : words) {
      assertTrue(text.contains(word), text);
    }
    assertFalse(text.contains("\tat "), "a stack trace for a person: " + text);
  }

  @Test
  void aGatewayThatIsWellSaysSoEverywhere() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    assertEquals(200, gateway.say(SENSOR.says(1, 0).encoded()));
    assertEquals(200, gateway.say(SENSOR.says(1, 0).encoded()));
    assertEquals(400, gateway.say(Bytes.ofUtf8("nonsense")));
    gateway.awaitAnchored(1);
    assertEquals(200, gateway.ask("/healthz").statusCode());
    assertEquals(200, gateway.ask("/readyz").statusCode(), gateway.ask("/readyz").body());
    assertEquals(401, gateway.ask("/metrics").statusCode());

    HttpResponse<String> figures = metrics(gateway.folder.readMetricsToken().orElseThrow());
    assertEquals(200, figures.statusCode());
    assertSays(
        figures.body(),
        "\nbaymark_statements_accepted_total 1.0\n",
        "\nbaymark_duplicates_total 1.0\n",
        "\nbaymark_statements_anchored 1.0\n",
        "\nbaymark_ready 1.0\n",
        "\nbaymark_refused_total{reason=\"",
        "\nbaymark_disk_free_bytes ",
        "\njvm_memory_used_bytes{");
    assertFalse(figures.body().contains(SENSOR.name().text()), "no device is named");
    assertFalse(figures.body().contains(gateway.folder.readToken()), "no secret is shown");

    Ran well = gateway.baymark("gateway", "status", "--dir", dir);
    assertEquals(0, well.code(), well.out() + well.err());
    assertSays(well.out(), "ok    store: takes writes", "ok    door mqtt://", "ok    door coap://");
    assertSays(well.out(), "ok    alliance: nothing waits", "the gateway is well");
    Ran doctor = gateway.baymark("gateway", "doctor", "--dir", dir);
    assertEquals(0, doctor.code(), doctor.out() + doctor.err());
    assertSays(
        doctor.out(),
        "ok    versions: ",
        "ok    secrets: ",
        "ok    key: is the one on gateway.card",
        "flushes a second",
        "ok    port http: the gateway runs",
        "certified by trust.policy",
        "ok    clock: within");

    GatewayProgram.stop(running);
    Ran away = gateway.baymark("gateway", "status", "--dir", dir);
    assertEquals(69, away.code());
    assertSays(away.err(), "start it with 'baymark gateway run");
  }

  @Test
  void withoutRoomItIsNotReadyAndTheCommandSaysSo() throws Exception {
    Path config = gateway.folder.config();
    String full =
        Files.readString(config)
            .replace("diskReserveMegabytes: 200", "diskReserveMegabytes: 1000000");
    Files.writeString(config, full);
    gateway.start();
    assertEquals(200, gateway.ask("/healthz").statusCode());
    assertEquals(503, gateway.ask("/readyz").statusCode());
    assertEquals(
        "{\"status\":\"not ready\",\"reasons\":[\"disk: too little room\"]}",
        gateway.ask("/readyz").body().strip());
    Ran status = gateway.baymark("gateway", "status", "--dir", dir);
    assertEquals(1, status.code(), status.out());
    assertSays(status.out(), "WRONG disk: ", "make room", "NOT well");
    assertSays(metrics(gateway.folder.readToken()).body(), "\nbaymark_ready 0.0\n");
  }

  @Test
  void theDoctorSaysWhatToDoAboutFilesPortsAndMembers() throws Exception {
    gateway.node.goAway();
    Files.setPosixFilePermissions(
        gateway.folder.key(), PosixFilePermissions.fromString("rw-r--r--"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path config = gateway.folder.config();
      String address = "127.0.0.1:" + taken.getLocalPort();
      Files.writeString(
          config,
          Files.readString(config).replace("mqtt: '127.0.0.1:0'", "mqtt: '" + address + "'"));
      Ran doctor = gateway.baymark("gateway", "doctor", "--dir", dir);
      assertEquals(1, doctor.code(), doctor.out() + doctor.err());
      assertSays(
          doctor.out(),
          "WRONG secrets: " + gateway.folder.key() + " is open to others",
          "WRONG port mqtt: " + address + " cannot be had",
          "note  member " + gateway.node.url() + ": does not answer",
          "note  clock: not compared",
          "note  store: none yet");
    }
  }
}
