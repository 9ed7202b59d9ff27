package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.statement.Erasure;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator erases what a statement hides; after a kill too it is gone. */
class EraseProcessTest {
  private static final TestDevice SCANNER = TestDevice.named("scanner", Suite.ES256);
  private static final Bytes SALT = Digest.sha256(Bytes.ofUtf8("random")).bytes();
  private static final Bytes CONTENT = Bytes.ofUtf8("signed by Jane Q. Doe, badge 7731");

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

  private static Sign1 statement() {
    return SCANNER.hides(1, 0, Subject.of(SCANNER.name()), SALT, CONTENT);
  }

  private static Bytes reveal() {
    Position position = new Position(1, 0, Optional.empty(), OptionalLong.empty());
    return Reveal.of(SCANNER.key().verifyingKey().kid(), position, SALT, CONTENT).encoded();
  }

  private boolean isOnTheDisk(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String octets = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String salt = new String(SALT.toArray(), StandardCharsets.ISO_8859_1);
        if (octets.contains(CONTENT.utf8()) || octets.contains(salt)) {
          return true;
        }
      }
    }
    return false;
  }

  private Ran erase(String id, String reason) throws IOException, InterruptedException {
    return gateway.baymark(
        "gateway",
        "erase",
        id,
        "--reason",
        reason,
        "--dir",
        dir,
        "--out",
        work.resolve("word").toString());
  }

  /** However the kill and the erasing meet, the next start leaves all of it or nothing. */
  @Test
  void aKillInTheMiddleOfAnErasureLeavesNothing() throws Exception {
    Process running = gateway.start();
    gateway.believe(SCANNER);
    assertEquals(200, gateway.say(statement().encoded()));
    assertEquals(200, gateway.say(reveal()));
    String id = statement().id().hex();
    Path store = gateway.folder.path().resolve("hidden.db");
    Process asking = gateway.begin("gateway", "erase", id, "--reason", "asked", "--dir", dir);
    // The first write of the erasure, and none of what cleans up behind it for sure.
    Path log = store.resolveSibling("hidden.db-wal");
    long before = Files.size(log);
    while (asking.isAlive() && Files.exists(log) && Files.size(log) == before) {
      Thread.onSpinWait();
    }
    running.destroyForcibly().waitFor();
    asking.waitFor();
    running = gateway.start();
    if (isOnTheDisk(gateway.folder.path())) {
      byte[] kept =
          new GatewayCaller(gateway.folder).getBytes("/reveals?statement=" + id).toArray();
      assertEquals(reveal(), Bytes.owning(kept), "nothing was done yet");
      assertEquals(0, erase(id, "asked").code());
    }
    assertFalse(isOnTheDisk(gateway.folder.path()));
    GatewayProgram.stop(running);
  }

  @Test
  void whatIsErasedIsInNoFileAndNoBackup() throws Exception {
    Process running = gateway.start();
    gateway.believe(SCANNER);
    String id = statement().id().hex();
    assertEquals(400, gateway.say(reveal()), "before its statement");
    assertEquals(200, gateway.say(statement().encoded()));
    assertEquals(200, gateway.say(reveal()));
    assertEquals(200, gateway.say(reveal()), "again");
    gateway.awaitAnchored(1);
    assertTrue(isOnTheDisk(gateway.folder.path()));
    String ask = "/reveals?statement=" + id;
    assertEquals(reveal(), new GatewayCaller(gateway.folder).getBytes(ask));
    assertEquals(401, gateway.ask(ask).statusCode(), "without the token");
    String backup = work.resolve("backup.db").toString();
    Ran copied = gateway.baymark("gateway", "backup", backup, "--dir", dir);
    assertTrue(copied.out().contains("hidden.db"), copied.out() + copied.err());

    for (String wrong : List.of("", "é", " x", "x".repeat(65))) {
      assertEquals(64, erase(id, wrong).code(), wrong);
    }
    assertEquals(64, erase("abc", "asked").code());
    Ran unknown = erase("0".repeat(64), "asked");
    assertEquals(1, unknown.code());
    assertTrue(unknown.err().contains("no statement with the id"), unknown.err());
    assertTrue(isOnTheDisk(gateway.folder.path()), "none of these erased it");

    Ran erased = erase(id, "asked for by the person");
    assertEquals(0, erased.code(), erased.err());
    assertFalse(isOnTheDisk(work), "in the gateway's folder, the backup, or elsewhere");
    Bytes word = Bytes.owning(Files.readAllBytes(work.resolve("word")));
    Unverified signed = Unverified.parse(word).toOptional().orElseThrow();
    assertTrue(signed.verifiedBy(gateway.folder.voiceKey().verifyingKey()).isPresent());
    assertEquals(statement().id(), ((Erasure) signed.content()).erased());
    gateway.awaitAnchored(2);
    assertEquals(400, gateway.say(reveal()), "it stays erased");

    running.destroyForcibly().waitFor();
    running = gateway.start();
    assertEquals(400, gateway.say(reveal()), "also after a kill");
    assertFalse(isOnTheDisk(work));
    Path passport = work.resolve("passport");
    Ran made =
        gateway.baymark(
            "passport", SCANNER.name().text(), "--dir", dir, "--out", passport.toString());
    assertEquals(0, made.code(), made.err());
    Passport file =
        Passport.parse(Bytes.owning(Files.readAllBytes(passport))).toOptional().orElseThrow();
    assertTrue(
        file.parts().get(0).disclosures().stream()
            .flatMap(shown -> shown.orElseThrow().statements().stream())
            .anyMatch(said -> said.content() instanceof Erasure),
        "the passport says so");
    assertEquals(0, gateway.baymark("gateway", "check", "--dir", dir).code());
    GatewayProgram.stop(running);
  }
}
