package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that went over to another key after the backup was taken. */
class RolledOverRestoreProcessTest {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);
  private static final TestDevice LATER =
      new TestDevice(SENSOR.name(), TestDevice.named("later", Suite.ES256).key());
  private static final TestDevice LIAR =
      new TestDevice(SENSOR.name(), TestDevice.named("liar", Suite.ES256).key());

  @TempDir Path work;

  private static JsonNode sensor(GatewayProgram gateway) {
    return new GatewayCaller(gateway.folder).get("/devices").path("devices").path(0);
  }

  private static ObjectNode wish(TestDevice device) {
    ObjectNode wish = JsonNodeFactory.instance.objectNode().put("name", device.name().text());
    wish.put("key", device.key().verifyingKey().encoded().hex());
    wish.putArray("kinds").add("telemetry");
    return wish;
  }

  private static JsonNode adopt(GatewayProgram gateway, TestDevice device) {
    return new GatewayCaller(gateway.folder).post("/quarantine/adopt", wish(device));
  }

  private static void isRefused(GatewayProgram gateway, TestDevice device) {
    String why = "";
    try {
      adopt(gateway, device);
    } catch (CommandFailure e) {
      why = String.valueOf(e.getMessage());
    }
    assertTrue(why.contains("is there already with another key"), why);
  }

  /** Whoever dies after the roll-over; where the log registered the new key. */
  private long leaveABackup(GatewayProgram old, String backup)
      throws IOException, InterruptedException {
    Process running = old.start();
    old.believe(SENSOR);
    assertEquals(200, old.say(SENSOR.says(1, 0).encoded()));
    old.awaitAnchored(1);
    Ran made = old.baymark("gateway", "backup", backup, "--dir", old.folder.path().toString());
    assertEquals(0, made.code(), made.err());
    String order = Proof.rollOver(SENSOR.key(), LATER.key(), SENSOR.name()).encoded().hex();
    new GatewayCaller(old.folder)
        .post("/devices/roll-over", JsonNodeFactory.instance.objectNode().put("proof", order));
    OutgoingFixture.until(() -> sensor(old).path("registered").isNumber());
    assertEquals(200, old.say(LATER.says(2, 0).encoded()));
    old.awaitAnchored(2);
    long registered = sensor(old).path("registered").asLong();
    running.destroyForcibly().waitFor();
    return registered;
  }

  @Test
  void theNewGatewayTakesTheKeyThatTheLogHoldsAndTheDeviceHasShown() throws Exception {
    String backup = work.resolve("backup.db").toString();
    Path dir = work.resolve("new");
    try (GatewayProgram old = GatewayProgram.init(work)) {
      long registered = leaveABackup(old, backup);
      Ran made =
          GatewayProgram.run(
              work,
              ("gateway restore %s --name urn:dev:org:32473-gateway-2 --dir %s --alliance %s"
                      + " --alliance-key %s --http 127.0.0.1:0 --mqtt 127.0.0.1:0"
                      + " --coap 127.0.0.1:0 --seal-after 100ms")
                  .formatted(
                      backup, dir, work.resolve("trust.policy"), work.resolve("alliance.key"))
                  .split(" "));
      assertEquals(0, made.code(), made.err());
      assertTrue(made.out().contains("rolled over to another key after the backup"), made.out());
      try (GatewayProgram restored =
          GatewayProgram.beside(work, new GatewayFolder(dir), old.node)) {
        restored.node.refuseRegistrations(true); // as the alliance does with a key that is over
        Process running = restored.start();
        OutgoingFixture.until(() -> sensor(restored).path("status").asText().equals("refused"));
        assertNotEquals(200, restored.say(LATER.says(2, 1).encoded()));
        assertNotEquals(200, restored.say(LIAR.says(3, 0).encoded()));
        restored.node.refuseRegistrations(false);
        isRefused(restored, LIAR); // it has shown a key that the log does not know
        assertEquals(1, adopt(restored, LATER).path("messages").path("refused").asLong());
        OutgoingFixture.until(() -> sensor(restored).path("registered").isNumber());
        assertEquals(registered, sensor(restored).path("registered").asLong());
        assertEquals(1, adopt(restored, LATER).path("messages").path("stored").asLong());
        assertEquals(200, restored.say(LATER.says(2, 2).encoded()));
        assertNotEquals(200, restored.say(SENSOR.says(1, 1).encoded()));
        restored.awaitAnchored(2);
        Ran check = GatewayProgram.run(work, "gateway", "check", "--dir", dir.toString());
        assertEquals(0, check.code(), check.out());
        GatewayProgram.stop(running);
      }
    }
  }
}
