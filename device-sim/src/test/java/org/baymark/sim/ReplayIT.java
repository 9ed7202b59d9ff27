package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.sim.alliance.Launcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Recordings go through real programs: every row arrives, is anchored, and can be proven. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayIT {
  /** Truck b's clock steps back; truck a loses a value; the file comes from a spreadsheet. */
  private static final String TRUCKS =
      "\ufefftruck,when,temp,hum\r\n"
          + "a,01.02.2026 08:00,4.25,80\r\n"
          + "b,01.02.2026 08:00,\"5.5\",81\r\n"
          + "a,01.02.2026 08:05,,80.5\r\n"
          + "b,01.02.2026 08:05,5.6,82\r\n"
          + "\r\n"
          + "b,01.02.2026 08:05,5.7,83\r\n"
          + "a,01.02.2026 08:10,4.5,NaN\r\n"
          + "b,01.02.2026 07:10,5.8,84\r\n";

  @TempDir private static Path temp;
  private World world;

  @BeforeAll
  void start() throws Exception {
    world = new World(Files.createDirectories(temp.resolve("world")));
  }

  @AfterAll
  void stop() {
    world.close();
  }

  private String file(String name) {
    return temp.resolve(name).toString();
  }

  private Launcher.Result replay(String recording, String... more)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "sim",
                "replay",
                file(recording),
                "--gateway",
                world.gateway.awaitReady().get(0).toString(),
                "--token-file",
                world.alliance.gatewayFolder().resolve("api.token").toString(),
                "--keys",
                file("keys"),
                "--json",
                file("report.json")));
    words.addAll(List.of(more));
    return world.launcher.run(words);
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(temp.resolve("report.json").toFile());
  }

  private JsonNode passport(String device) throws IOException, InterruptedException {
    String gateway = world.alliance.gatewayFolder().toString();
    String passport = file("device.baymark");
    world.ours("passport", "--dir", gateway, device, "--out", passport);
    String trust = world.alliance.nodeFolder().resolve("trust.policy").toString();
    return new ObjectMapper().readTree(world.ours("verify", passport, "--trust", trust, "--json"));
  }

  @Test
  void aRecordingOfSeveralDevicesIsProvableRowByRow() throws Exception {
    Files.writeString(temp.resolve("trucks.csv"), TRUCKS);
    String[] how = {
      "--group",
      "truck",
      "--name",
      "urn:dev:org:32473-truck-",
      "--time",
      "when",
      "--time-format",
      "dd.MM.yyyy HH:mm",
      "--zone",
      "Asia/Shanghai",
      "--value",
      "temp:temp:Cel",
      "--value",
      "hum:hum:%RH"
    };
    Launcher.Result ended = replay("trucks.csv", how);
    assertEquals(0, ended.exitCode(), ended.out() + ended.err());
    JsonNode report = report();
    assertEquals(7, report.path("rows").asInt());
    assertEquals(7, report.path("anchored").asInt());
    assertEquals(1, report.path("missing").path("temp").asInt());
    assertEquals(1, report.path("missing").path("hum").asInt());
    assertEquals(0, report.path("devices").path(0).path("stepsBack").asInt());
    assertEquals(1, report.path("devices").path(1).path("stepsBack").asInt());
    assertEquals(1, report.path("devices").path(1).path("repeatedTimes").asInt());
    JsonNode verdict = passport("urn:dev:org:32473-truck-a");
    assertEquals(3, verdict.path("statements").asInt());
    assertEquals(4, passport("urn:dev:org:32473-truck-b").path("statements").asInt());
    // The recorded time in Shanghai is eight hours ahead.
    assertEquals("2026-02-01T00:00:00Z", verdict.path("measured").path("first").asText());

    // A second time, as the same devices after another start.
    assertEquals(0, replay("trucks.csv", how).exitCode());
    JsonNode again = passport("urn:dev:org:32473-truck-a");
    assertEquals(6, again.path("statements").asInt());
    assertEquals("pass", again.path("outcome").asText());
  }

  @Test
  void coapCarriesARecordingWithoutAHeader() throws Exception {
    Files.writeString(temp.resolve("plain.csv"), "1767225600,1.5\n1767225660.5,2\n1767225720,-3\n");
    Launcher.Result ended =
        replay(
            "plain.csv",
            "--via",
            "coap",
            "--suite",
            "eddsa",
            "--no-header",
            "--readings",
            "2",
            "--time",
            "1",
            "--time-format",
            "epoch",
            "--value",
            "2:level");
    assertEquals(0, ended.exitCode(), ended.out() + ended.err());
    assertEquals(3, report().path("anchored").asInt());
    assertEquals(2, report().path("statements").asInt());
    JsonNode verdict = passport("urn:dev:ops:32473-replay-plain");
    assertEquals(2, verdict.path("statements").asInt());
    assertEquals("pass", verdict.path("outcome").asText());
  }

  @Test
  void aRowThatIsSkippedIsNamedAndTheReplayDoesNotCountAsComplete() throws Exception {
    Files.writeString(temp.resolve("torn.csv"), "t,v\n2026-01-01,1\n2026-01-02,x\n2026-01-03,3\n");
    Launcher.Result ended = replay("torn.csv", "--time", "t", "--value", "v");
    assertEquals(1, ended.exitCode(), ended.out() + ended.err());
    assertTrue(ended.out().contains("line 3: 'x' is not a number"), ended.out());
    assertEquals(2, report().path("anchored").asInt());
  }

  @Test
  void anotherKeyForAKnownNameIsRefusedInASentence() throws Exception {
    Files.writeString(temp.resolve("twice.csv"), "t,v\n2026-01-01,1\n");
    assertEquals(0, replay("twice.csv", "--time", "t", "--value", "v").exitCode());
    // A key that is lost: the device gets a new one, and its numbers go on.
    Files.delete(temp.resolve("keys").resolve("urn=dev=ops=32473-replay-twice.key"));
    Launcher.Result ended = replay("twice.csv", "--time", "t", "--value", "v");
    assertEquals(1, ended.exitCode(), ended.out() + ended.err());
    assertTrue(ended.err().startsWith("baymark: the gateway refused"), ended.err());
  }
}
