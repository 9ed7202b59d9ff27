package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.baymark.protocol.passport.PassportFiles;
import org.baymark.protocol.passport.Slip;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a passport to the text of a code, and to what a stranger is told of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlipCommandTest {
  @TempDir private static Path folder = Path.of("");
  private PassportFiles files;

  @BeforeAll
  void write() throws IOException {
    files = new PassportFiles(folder);
  }

  private String firstId() {
    Shell shell = Shell.run("slip", files.whole);
    assertEquals(0, shell.exit(), shell.err());
    assertEquals(13, shell.out().lines().count());
    assertTrue(shell.out().lines().allMatch(line -> line.matches("[0-9a-f]{64}  urn:dev:.*")));
    return shell.out().substring(0, 64);
  }

  private Shell make(String id, Path out) {
    return Shell.run("slip", files.whole, "--statement", id, "--trust", files.trust, "--out", out);
  }

  @Test
  void whatIsMadeIsCheckedAndAttestedByItsGateway() throws IOException {
    Path slip = folder.resolve("goods.slip");
    Shell made = make(firstId(), slip);
    assertEquals(0, made.exit(), made.err());
    String text = Files.readString(slip);
    assertTrue(text.matches("BAYMARK-SLIP:1:[0-9A-Z $%*+./:-]+\n"), text);
    assertTrue(text.length() <= Slip.TEXT_MAX + 1);
    Shell checked = Shell.run("verify", slip, "--trust", files.trust);
    assertEquals(3, checked.exit(), checked.out());
    assertTrue(checked.out().contains("gateway-attested"), checked.out());
    String shown = "well-formed,signatures,in-batch,in-log,co-signed";
    Shell some = Shell.run("verify", slip, "--trust", files.trust, "--require", shown);
    assertEquals(0, some.exit(), some.out());
    Shell inspected = Shell.run("inspect", slip);
    assertEquals(0, inspected.exit(), inspected.err());
    assertTrue(inspected.out().contains("Base45"), inspected.out());
  }

  @Test
  void aChangedSlipFails() throws IOException {
    Path slip = folder.resolve("changed.slip");
    make(firstId(), slip);
    String text = Files.readString(slip);
    Path cut = Files.writeString(folder.resolve("cut.slip"), text.substring(0, text.length() - 4));
    Shell shell = Shell.run("verify", cut, "--trust", files.trust);
    assertEquals(2, shell.exit());
    assertTrue(shell.err().contains("is not a usable slip"), shell.err());
  }

  @Test
  void whatCannotBeMadeIsSaidAndNothingIsWritten() {
    Path out = folder.resolve("none.slip");
    Shell unknown = make("00".repeat(32), out);
    assertEquals(1, unknown.exit());
    assertTrue(unknown.err().contains("does not disclose the statement"), unknown.err());
    assertFalse(Files.exists(out));
    assertEquals(64, Shell.run("slip", files.whole, "--statement", "00".repeat(32)).exit());
    assertEquals(64, make("xyz", out).exit());
    assertEquals(2, Shell.run("slip", files.trust).exit());
    assertEquals(2, make(firstId(), folder.resolve("no/such/folder")).exit());
  }
}
