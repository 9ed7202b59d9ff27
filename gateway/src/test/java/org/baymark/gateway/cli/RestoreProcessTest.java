package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.passport.Passport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine dies after its last backup: what a new one makes of that backup. */
class RestoreProcessTest {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);
  private static final TestDevice GONE = TestDevice.named("gone", Suite.EDDSA);
  private static final String NEW = "urn:dev:org:32473-gateway-2";

  @TempDir Path work;
  private GatewayProgram old;
  private final List<GatewayProgram> all = new ArrayList<>();
  private String backup = "";
  private long registered;

  /** Five anchored, three that were not when the backup was taken and are now, two after it. */
  @BeforeEach
  void dieAfterTheBackup() throws IOException, InterruptedException {
    old = GatewayProgram.init(work);
    all.add(old);
    backup = work.resolve("backup.db").toString();
    Process running = old.start();
    old.believe(SENSOR);
    old.believe(GONE);
    say(old, 0, 5);
    old.awaitAnchored(5);
    registered = device(old, SENSOR).path("registered").asLong();
    old.node.goAway();
    say(old, 5, 3);
    Ran revoked =
        old.baymark("device", "revoke", "--dir", old.folder.path().toString(), GONE.name().text());
    assertEquals(0, revoked.code(), revoked.err());
    Ran made = old.baymark("gateway", "backup", backup, "--dir", old.folder.path().toString());
    assertEquals(0, made.code(), made.err());
    old.node.comeBack();
    say(old, 8, 2);
    old.awaitAnchored(10);
    running.destroyForcibly().waitFor();
  }

  @AfterEach
  void stop() {
    all.forEach(GatewayProgram::close);
  }

  private static void say(GatewayProgram to, int first, int count)
      throws IOException, InterruptedException {
    for (int i = first; i < first + count; i++) {
      assertEquals(200, to.say(SENSOR.says(1, i).encoded()));
    }
  }

  private static JsonNode device(GatewayProgram gateway, TestDevice device) {
    for (JsonNode each : new GatewayCaller(gateway.folder).get("/devices").path("devices")) {
      if (each.path("name").asText().equals(device.name().text())) {
        return each;
      }
    }
    throw new AssertionError("no " + device.name());
  }

  private Ran restore(Path dir, String name) throws IOException, InterruptedException {
    return GatewayProgram.run(
        work,
        ("gateway restore %s --name %s --dir %s --alliance %s --alliance-key %s"
                + " --http 127.0.0.1:0 --mqtt 127.0.0.1:0 --coap 127.0.0.1:0 --seal-after 100ms")
            .formatted(
                backup, name, dir, work.resolve("trust.policy"), work.resolve("alliance.key"))
            .split(" "));
  }

  @Test
  void theNewOneGoesOnUnderItsOwnName() throws Exception {
    Path dir = work.resolve("new");
    Ran made = restore(dir, NEW);
    assertEquals(0, made.code(), made.err());
    assertTrue(made.out().contains("2 devices; 3 statements"), made.out());
    assertTrue(made.out().contains("two machines under one name would fork"), made.out());
    GatewayFolder folder = new GatewayFolder(dir);
    assertNotEquals(old.folder.readKey().encodedSecret(), folder.readKey().encodedSecret());
    assertEquals(0, check(dir).code(), check(dir).out());

    GatewayProgram restored = GatewayProgram.beside(work, folder, old.node);
    all.add(restored);
    Process running = restored.start();
    restored.awaitAnchored(3);
    assertEquals(registered, device(restored, SENSOR).path("registered").asLong());
    assertEquals("revoked", device(restored, GONE).path("status").asText());
    assertEquals(403, restored.say(GONE.says(1, 0).encoded()));
    say(restored, 10, 2);
    restored.awaitAnchored(5);
    passportOfBoth(restored);
    Ran check = check(dir);
    assertEquals(0, check.code(), check.out());
    assertTrue(check.out().contains("ok    alliance"), check.out());
    assertEquals(0, restored.baymark("gateway", "check", dir + "/archive/1/gateway.db").code());
    GatewayProgram.stop(running);
  }

  /** Five of the old one's store, three of its batches and ours, two of ours; not the last two. */
  private static void passportOfBoth(GatewayProgram restored) {
    Bytes file =
        new GatewayCaller(restored.folder).getBytes("/passports?sub=" + SENSOR.name().text());
    Passport passport = Passport.parse(file).toOptional().orElseThrow();
    Set<Long> disclosed = new TreeSet<>();
    Set<String> withheld = new TreeSet<>();
    List<Optional<Passport.Disclosure>> all = passport.parts().get(0).disclosures();
    for (int i = 0; i < all.size(); i++) {
      Digest header = passport.evidence().subjects().get(0).filings().get(i).headerId();
      DevUrn by = passport.evidence().header(header).orElseThrow().gateway();
      all.get(i)
          .ifPresentOrElse(
              shown -> shown.statements().forEach(said -> disclosed.add(said.position().seq())),
              () -> withheld.add(by.text()));
    }
    assertEquals(Set.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 10L, 11L), disclosed);
    assertEquals(Set.of("urn:dev:org:32473-gateway-1"), withheld, "what came after the backup");
  }

  private Ran check(Path dir) throws IOException, InterruptedException {
    return GatewayProgram.run(work, "gateway", "check", "--dir", dir.toString());
  }

  @Test
  void theOldNameAndADamagedBackupAreRefusedAndLeaveNothing() throws Exception {
    Path dir = work.resolve("new");
    Ran same = restore(dir, "urn:dev:org:32473-gateway-1");
    assertEquals(64, same.code());
    assertTrue(same.err().contains("choose another name"), same.err());
    byte[] octets = Files.readAllBytes(Path.of(backup));
    Arrays.fill(octets, 8192, 16_384, (byte) 0xa5);
    Files.write(Path.of(backup), octets);
    Ran checked = GatewayProgram.run(work, "gateway", "check", backup);
    assertEquals(1, checked.code(), checked.out());
    assertTrue(checked.out().contains("WRONG file: SQLite: "), checked.out());
    assertFalse(checked.out().contains("SELECT"), "it is for a person: " + checked.out());
    Ran damaged = restore(dir, NEW);
    assertEquals(1, damaged.code(), damaged.err());
    assertTrue(damaged.err().contains("is damaged"), damaged.err());
    assertFalse(damaged.err().contains("\tat "), damaged.err());
    assertFalse(Files.exists(dir.resolve("gateway.yaml")));
    assertFalse(Files.exists(dir.resolve("gateway.db")));
    assertFalse(Files.exists(dir.resolve("archive")));
  }
}
