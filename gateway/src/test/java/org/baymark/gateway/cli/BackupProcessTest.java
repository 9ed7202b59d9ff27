package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backup, check and compact, as an operator runs them, beside a gateway that runs and one that does
 * not.
 */
class BackupProcessTest {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);

  @TempDir Path work;
  private GatewayProgram gateway;
  private String dir = "";
  private String backup = "";

  @BeforeEach
  void init() throws IOException, InterruptedException {
    gateway = GatewayProgram.init(work);
    dir = gateway.folder.path().toString();
    backup = work.resolve("backup.db").toString();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void say(int first, int count) throws IOException, InterruptedException {
    for (int i = first; i < first + count; i++) {
      assertEquals(200, gateway.say(SENSOR.says(1, i).encoded()));
    }
  }

  private static void assertSays(String text, String... words) {
    for (String word : words) {
      assertTrue(text.contains(word), text);
    }
    assertFalse(text.contains("\tat "), "a stack trace for a person: " + text);
  }

  @Test
  void aBackupOfARunningGatewayIsWholeAndSaysWhatItHolds() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    say(0, 5);
    gateway.awaitAnchored(5);
    Ran made = gateway.baymark("gateway", "backup", backup, "--dir", dir);
    assertEquals(0, made.code(), made.err());
    assertSays(made.out(), "5 statements of 1 device, ", "not in a batch yet: 0", "does not hold");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(backup))));
    say(5, 3);
    gateway.awaitAnchored(8);

    Ran alone = gateway.baymark("gateway", "check", backup);
    assertEquals(0, alone.code(), alone.out() + alone.err());
    assertSays(alone.out(), "from 5 statements", "note  batches: who signed");
    Ran behind = gateway.baymark("gateway", "check", backup, "--dir", dir);
    assertEquals(0, behind.code(), behind.out() + behind.err());
    assertSays(behind.out(), "every header signed", "went on after the backup was taken");
    Ran now = gateway.baymark("gateway", "check", "--dir", dir);
    assertEquals(0, now.code(), now.out() + now.err());
    assertSays(now.out(), "from 8 statements", "ok    alliance: certifies batches up to");

    GatewayProgram.stop(running);
    Ran stopped = gateway.baymark("gateway", "check", "--dir", dir);
    assertEquals(0, stopped.code(), stopped.out() + stopped.err());
    assertEquals(now.out(), stopped.out());
    try (Stream<Path> left = Files.list(work)) {
      List<String> odd =
          left.map(path -> path.getFileName().toString())
              .filter(name -> name.equals("logs") || name.endsWith(".half"))
              .toList();
      assertEquals(List.of(), odd);
    }
  }

  @Test
  void aBackupOverwritesNothingAndNoGatewayStartsOnIt() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    say(0, 1);
    GatewayProgram.stop(running);
    assertEquals(0, gateway.baymark("gateway", "backup", backup, "--dir", dir).code());
    byte[] first = Files.readAllBytes(Path.of(backup));
    Ran again = gateway.baymark("gateway", "backup", backup, "--dir", dir);
    assertEquals(1, again.code());
    assertSays(again.err(), "is there already and is not overwritten");
    assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(Path.of(backup))));

    Files.copy(
        Path.of(backup),
        gateway.folder.path().resolve("gateway.db"),
        StandardCopyOption.REPLACE_EXISTING);
    Ran started = gateway.baymark("gateway", "run", "--dir", dir);
    assertEquals(1, started.code());
    assertSays(started.err(), "is a backup", "baymark gateway restore");
  }

  @Test
  void aStatementThatWasChangedOnTheDiskIsNamed() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    say(0, 4);
    gateway.awaitAnchored(4);
    GatewayProgram.stop(running);
    Path file = gateway.folder.path().resolve("gateway.db");
    byte[] octets = Files.readAllBytes(file);
    byte[] said = SENSOR.says(1, 2).encoded().toArray();
    int at = indexOf(octets, said);
    octets[at + said.length - 70] ^= 1; // in the payload
    Files.write(file, octets);
    Ran check = gateway.baymark("gateway", "check", "--dir", dir);
    assertEquals(1, check.code(), check.out());
    assertSays(check.out(), "WRONG batch ", "the statement in row 3 ", "ok    file: SQLite");
  }

  @Test
  void compactShrinksTheFileThroughAGatewayThatRunsAndWithoutIt() throws Exception {
    Process running = gateway.start();
    gateway.believe(SENSOR);
    say(0, 3);
    for (int i = 0; i < 40; i++) { // more than the quarantine keeps after the next start
      assertEquals(400, gateway.say(Bytes.owning(new byte[16_000])));
    }
    GatewayProgram.stop(running);
    Path config = gateway.folder.config();
    String fewer =
        Files.readString(config).replace("quarantineMessages: 10000", "quarantineMessages: 1");
    Files.writeString(config, fewer);
    running = gateway.start();
    assertEquals(400, gateway.say(Bytes.ofUtf8("nonsense")));
    Path file = gateway.folder.path().resolve("gateway.db");
    Ran through = gateway.baymark("gateway", "compact", "--dir", dir);
    assertEquals(0, through.code(), through.err());
    assertTrue(Files.size(file) < 300_000, through.out());
    assertSays(through.out(), " less");
    say(3, 1);
    gateway.awaitAnchored(4);
    GatewayProgram.stop(running);
    Ran alone = gateway.baymark("gateway", "compact", "--dir", dir);
    assertEquals(0, alone.code(), alone.err());
    assertEquals(0, gateway.baymark("gateway", "check", "--dir", dir).code());
  }

  @Test
  void aFileThatIsNoneIsExitCode2() throws Exception {
    Ran never = gateway.baymark("gateway", "check", "--dir", dir);
    assertEquals(2, never.code());
    assertSays(never.err(), "there is no file", "gateway.db");
    Files.writeString(Path.of(backup), "no database, but long enough to look like one".repeat(99));
    Ran text = gateway.baymark("gateway", "check", backup);
    assertEquals(2, text.code(), text.out());
    assertSays(text.err(), "is no gateway's database");
    assertEquals(64, gateway.baymark("gateway", "check").code());
  }

  @Test
  void whatIsLeftOfAStoreIsFoundToBeDamaged() throws Exception {
    GatewayProgram.stop(gateway.start());
    Path store = gateway.folder.path().resolve("gateway.db");
    byte[] whole = Files.readAllBytes(store);
    for (int size : List.of(whole.length / 2, 1_000, 50)) {
      Files.write(store, Arrays.copyOf(whole, size));
      Files.write(Path.of(backup), Arrays.copyOf(whole, size));
      for (String what : List.of("--dir=" + dir, backup)) {
        Ran cut = gateway.baymark("gateway", "check", what);
        assertEquals(1, cut.code(), cut.out() + cut.err());
        assertSays(cut.out(), "WRONG file", "is damaged");
      }
    }
    Files.write(store, new byte[0]);
    Ran empty = gateway.baymark("gateway", "check", "--dir", dir);
    assertEquals(1, empty.code(), empty.out() + empty.err());
    assertSays(empty.out(), "WRONG file", "nothing was written into it");
    assertFalse(empty.err().contains("baymark:"), empty.err());
  }

  private static int indexOf(byte[] octets, byte[] part) {
    for (int at = 0; at + part.length <= octets.length; at++) {
      if (Arrays.equals(octets, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("not in the file");
  }
}
