package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.baymark.gateway.access.PreSharedKeys;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code gateway psk}. */
class PskCommandTest {
  private static final String NAME = "urn:dev:org:32473-sensor-1";

  @TempDir Path dir;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeFolder() throws IOException {
    Files.writeString(dir.resolve("gateway.yaml"), "name: urn:dev:org:32473-gateway-1\n");
  }

  private int psk(String... words) {
    String[] all = new String[words.length + 4];
    all[0] = "gateway";
    all[1] = "psk";
    System.arraycopy(words, 0, all, 2, words.length);
    all[words.length + 2] = "--dir";
    all[words.length + 3] = dir.toString();
    CommandLine line = Commands.line(folder -> 0);
    line.setErr(new PrintWriter(err, true));
    return line.execute(all);
  }

  private String printed(String... words) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      assertEquals(0, psk(words), err.toString());
      return out.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(before);
    }
  }

  private Path file() {
    return dir.resolve("coap.keys");
  }

  private Bytes key(String identity) throws IOException {
    return Objects.requireNonNull(
        PreSharedKeys.parse(Files.readString(file())).keys().get(identity));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private void assertSays(String words) {
    assertTrue(err.toString().contains(words), err.toString());
    assertFalse(err.toString().contains("\tat "), "a stack trace for a person: " + err);
  }

  @Test
  void aKeyIsMadeAndPrintedOnceOrWrittenForItsOwnerAlone() throws IOException {
    String[] lines = printed("add", NAME).split("\n");
    assertEquals(NAME + " added", lines[0]);
    assertEquals(key(NAME).hex(), lines[1]);
    assertEquals(32, key(NAME).size());
    assertEquals("rw-------", permissions(file()));
    Path out = dir.resolve("new.key");
    assertEquals(NAME + " changed\n", printed("add", "--key-out", out.toString(), NAME));
    assertEquals(key(NAME).hex() + "\n", Files.readString(out));
    assertEquals("rw-------", permissions(out));
    assertFalse(key(NAME).hex().equals(lines[1]), "the same key twice");
    assertEquals(1, psk("add", "--key-out", out.toString(), NAME));
    assertSays("new.key is there already, and nothing was changed");
  }

  @Test
  void aKeyIsGivenByAFileListedByNameAndRemoved() throws IOException {
    Path given = Files.writeString(dir.resolve("given"), "AB".repeat(16) + "\nnot this\n");
    assertEquals(NAME + " added\n", printed("add", "--key-file", given.toString(), NAME));
    assertEquals("ab".repeat(16), key(NAME).hex());
    assertEquals(NAME + "\n", printed("list"));
    assertEquals(NAME + " removed\n", printed("remove", NAME));
    assertEquals("", printed("list"));
    assertEquals(1, psk("remove", NAME));
    assertSays("there is no identity '" + NAME + "', and nothing was changed");
  }

  @Test
  void whatIsNoIdentityOrKeyChangesNothing() throws IOException {
    assertEquals(64, psk("add", "two words"));
    assertEquals(64, psk("add", NAME, "ab".repeat(16)));
    for (String wrong : new String[] {"", "ab", "ab".repeat(15), "ab".repeat(65), "x".repeat(32)}) {
      Path given = Files.writeString(dir.resolve("given"), wrong);
      assertEquals(2, psk("add", "--key-file", given.toString(), NAME), wrong);
    }
    assertSays("is no key of 32 to 128 hexadecimal digits, and nothing was changed");
    String there = dir.resolve("given").toString();
    assertEquals(64, psk("add", "--key-file", there, "--key-out", there + "2", NAME));
    assertFalse(Files.exists(file()));
    Files.writeString(file(), "a 00ff\n");
    assertEquals(2, psk("add", NAME));
    assertSays("coap.keys is no file of keys: line 1 is no identity and key");
    assertFalse(err.toString().contains("00ff"), "it shows a key");
    assertEquals("a 00ff\n", Files.readString(file()));
    Files.delete(dir.resolve("gateway.yaml"));
    assertEquals(2, psk("list"));
    assertSays("is not a gateway's folder");
  }
}
