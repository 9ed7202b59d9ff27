package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.passport.PassportFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file, the program ends with a sentence and a code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnusableFilesTest {
  @TempDir private static Path folder = Path.of("");
  private PassportFiles files;
  private Path empty;
  private Path random;

  @BeforeAll
  void write() throws IOException {
    files = new PassportFiles(folder);
    byte[] octets = new byte[10_000];
    new Random(11).nextBytes(octets);
    empty = Files.write(folder.resolve("empty"), new byte[0]);
    random = Files.write(folder.resolve("random"), octets);
  }

  private static void assertUnusable(String said, Object... words) {
    Shell shell = Shell.run(words);
    assertEquals(2, shell.exit(), shell.err());
    assertEquals("", shell.out());
    assertTrue(shell.err().startsWith("baymark: "), shell.err());
    assertTrue(shell.err().contains(said), shell.err());
    assertEquals(1, shell.err().lines().count());
  }

  private void passport(Object passport, String said) {
    assertUnusable(said, "verify", passport, "--trust", files.trust);
  }

  private void trust(Object trust, String said) {
    assertUnusable(said, "verify", files.whole, "--trust", trust);
  }

  private void key(Object key, String said) {
    assertUnusable(said, "verify", files.whole, "--trust", files.trust, "--shipment-key", key);
  }

  @Test
  void aPassportThatIsNone() {
    passport(folder.resolve("none"), "the passport " + folder.resolve("none") + " does not exist");
    passport(folder, "the passport " + folder + " is a folder");
    passport(empty, "empty is not a usable passport: not-cbor (1): ends in the middle of an item");
    passport(random, "random is not a usable passport: ");
    passport(files.trust, "trust.policy is not a usable passport: ");
    passport(files.shipmentKey, "shipment.key is not a usable passport: ");
  }

  @Test
  void aTrustFileThatIsNone() {
    trust(folder.resolve("none"), "the trust file " + folder.resolve("none") + " does not exist");
    trust(folder, "the trust file " + folder + " is a folder");
    trust(empty, "empty is not a usable trust file: missing-field (8): the policy has no quorum");
    trust(random, "random is not a usable trust file: ");
    trust(files.whole, "whole.baymark is not a usable trust file: ");
    trust(files.shipmentKey, "shipment.key is not a usable trust file: ");
    assertUnusable(
        "whole.baymark is not a usable jurisdictions file: ",
        "verify",
        files.whole,
        "--trust",
        files.trust,
        "--jurisdictions",
        files.whole);
  }

  @Test
  void aShipmentKeyThatIsNone() {
    key(folder.resolve("none"), "the shipment key " + folder.resolve("none") + " does not exist");
    key(folder, "the shipment key " + folder + " is a folder");
    key(empty, "empty is not a usable shipment key: ");
    key(random, "random is too large to be a shipment key: above 4096 bytes");
    key(files.trust, "trust.policy is not a usable shipment key: ");
  }

  @Test
  void aFileThatIsTooLargeIsNotReadToItsEnd() throws IOException {
    Path large = folder.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(1L << 32);
    }
    passport(large, "large is too large to be a passport: above 67108864 bytes");
    trust(large, "large is too large to be a trust file: above 262144 bytes");
  }

  @Test
  void whatIsNoFileIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (Path path : List.of(pipe, Path.of("/dev/zero"))) {
      passport(path, "the passport " + path + " is a pipe or a device; name a file on a disk");
      trust(path, "the trust file " + path + " is a pipe or a device");
      key(path, "the shipment key " + path + " is a pipe or a device");
    }
  }

  @Test
  void whatTheSystemSaysIsSaidWithoutTheNamesOfItsErrors() throws IOException {
    Path circle = folder.resolve("circle");
    Files.createSymbolicLink(circle, circle);
    passport(circle, "the passport " + circle + " cannot be read: Too many levels of symbolic");
    passport(empty.resolve("inside"), "inside "); // 17: not a directory; 25: does not exist
  }

  @Test
  void aProgramReadsTheSameSentence() throws IOException {
    Shell shell = Shell.run("verify", empty, "--trust", files.trust, "--json");
    assertEquals(2, shell.exit());
    assertEquals(1, shell.out().lines().count());
    var root = new ObjectMapper().readTree(shell.out());
    assertEquals("unusable", root.path("outcome").textValue());
    assertEquals(2, root.path("exit").intValue());
    assertTrue(root.path("error").textValue().contains("is not a usable passport"));
    assertTrue(shell.err().contains("is not a usable passport"));
  }

  /** Escape sequences, a bell, C1 controls, a turn of direction, half a surrogate pair. */
  private static final String WORDS = "\u001b[2J\u0007\u009b31m\u202egnitsirf\u2028\u007f\u0000";

  private static boolean isPlain(int point) {
    return point == '\n'
        || switch (Character.getType(point)) {
          case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR -> false;
          default -> true;
        };
  }

  private static void assertPlain(String said) {
    assertTrue(said.codePoints().allMatch(UnusableFilesTest::isPlain), said);
  }

  @Test
  void noFileSpeaksToTheTerminal() throws IOException {
    PassportFiles.writeSpeakingToTerminals(folder, WORDS);
    Path passport = folder.resolve("words.baymark");
    Path policy = folder.resolve("words.policy");
    Shell text = Shell.run("verify", passport, "--trust", policy);
    assertEquals(3, text.exit(), text.err());
    assertPlain(text.out());
    assertTrue(text.out().contains("\\u{1b}[2J\\u{7}\\u{9b}31m\\u{202e}gnitsirf"), text.out());
    Shell json = Shell.run("verify", passport, "--trust", policy, "--json");
    assertTrue(json.out().chars().allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7f)), json.out());
    String fact = new ObjectMapper().readTree(json.out()).path("facts").path(0).textValue();
    assertTrue(fact.endsWith(WORDS), "what the file says, to a program");
  }

  @Test
  void noRefusalSpeaksToTheTerminal() throws IOException {
    // Two signature lines of one key, whose name is meant for the terminal.
    String line = "\u2014 na\u009b31m\u202eme AAAAAAA=\n";
    String note = "o\n1\n" + "A".repeat(43) + "=\n\n" + line + line;
    CborWriter out = new CborWriter().array(4).text("baymark passport v1").array(9);
    out.text("baymark evidence v2").text(note);
    for (int i = 0; i < 9; i++) {
      out.integer(0);
    }
    Path lines = Files.write(folder.resolve("lines"), out.toBytes().unsafeArray());
    passport(lines, "two signature lines of the same key of na\\u{9b}31m\\u{202e}me");
    passportIsPlain(lines);
    Path named = Files.write(folder.resolve("na\u001b[2Jme"), new byte[0]);
    passportIsPlain(named);
    Shell usage = Shell.run("verify", "a", "--trust", "b", "--require", WORDS);
    assertEquals(64, usage.exit());
    assertPlain(usage.err());
  }

  private void passportIsPlain(Path path) {
    for (String form : new String[] {"--json", "--require=keys"}) {
      Shell shell = Shell.run("verify", path, "--trust", files.trust, form);
      assertEquals(2, shell.exit());
      assertPlain(shell.out());
      assertPlain(shell.err());
      assertFalse(shell.err().isEmpty());
    }
  }
}
