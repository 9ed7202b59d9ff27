package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit codes of inspect, its files and what a terminal gets to see. */
class InspectCommandTest {
  @TempDir private Path folder = Path.of("");

  private static JsonNode statement() throws IOException {
    return new ObjectMapper()
        .readTree(Path.of("vectors/statements.json").toFile())
        .at("/accepted/0");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void acceptedAndSigned() throws IOException {
    JsonNode one = statement();
    Path file = write("statement.hex", one.get("statement").asText());
    Path key = write("key.hex", one.get("coseKey").asText() + "\n");
    Shell shell = Shell.run("inspect", file, "--key", key);
    assertEquals(0, shell.exit(), shell.err());
    assertEquals("", shell.err());
    assertTrue(shell.out().contains("/ kind / 1: \"attach\","), shell.out());
    assertTrue(shell.out().contains("signature      right, by EDDSA b4fff91f"), shell.out());
    Shell full = Shell.run("inspect", "--full", file);
    assertTrue(full.out().contains(one.get("signature").asText()), full.out());
    Path other = write("other.hex", one.get("statement").asText().replace("c415e7", "c415e8"));
    assertEquals(1, Shell.run("inspect", other, "--key", key).exit());
    assertEquals(0, Shell.run("inspect", other).exit());
  }

  @Test
  void refused() throws IOException {
    String hex = statement().get("statement").asText();
    Path cut = write("cut.hex", hex.substring(0, 200));
    Shell shell = Shell.run("inspect", cut);
    assertEquals(1, shell.exit());
    assertTrue(shell.out().contains("/ >>> byte 2: not-cbor (1) /"), shell.out());
    assertTrue(shell.out().contains("accepted       no: not-cbor (1): ends before"), shell.out());
  }

  @Test
  void standardInput() throws IOException {
    InputStream in = System.in;
    try {
      String hex = statement().get("statement").asText();
      System.setIn(new ByteArrayInputStream(hex.getBytes(StandardCharsets.US_ASCII)));
      assertEquals(0, Shell.run("inspect", "-").exit());
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void unusable() throws IOException {
    Shell none = Shell.run("inspect", folder.resolve("none"));
    assertEquals(2, none.exit());
    assertTrue(none.err().contains("none does not exist"), none.err());
    Path file = write("plain", "80");
    for (String text : new String[] {"", "nonsense", "80", "log x", "{}", "{", "a0"}) {
      Shell shell = Shell.run("inspect", file, "--key", write("key", text));
      assertEquals(2, shell.exit(), text);
      assertTrue(shell.err().contains("is not a usable key: "), shell.err());
    }
    assertEquals(64, Shell.run("inspect").exit());
    assertEquals(64, Shell.run("inspect", file, "--keys", file).exit());
  }

  /** The texts of a file reach the terminal as JSON would have them, refusals as the verifier's. */
  @Test
  void noFileSpeaksToTheTerminal() throws IOException {
    String words = "\u001b[2J\u0007\u009b31m\u202egnitsirf\u2028\u007f\u0000\ud83d\ude9a 冷链";
    byte[] utf8 = words.getBytes(StandardCharsets.UTF_8);
    byte[] item = new byte[utf8.length + 2];
    item[0] = 0x78;
    item[1] = (byte) utf8.length;
    System.arraycopy(utf8, 0, item, 2, utf8.length);
    Shell shell = Shell.run("inspect", Files.write(folder.resolve("words"), item));
    assertEquals(0, shell.exit());
    assertTrue(
        shell
            .out()
            .startsWith(
                "\"\\u001b[2J\\u0007\\u009b31m\\u202egnitsirf\\u2028\\u007f\\u0000\ud83d\ude9a 冷链\""),
        shell.out());
    Path card = write("card", "{\"name\": \"" + "\u202e\u009b" + "\"}");
    Shell named = Shell.run("inspect", card, "--full");
    assertEquals(1, named.exit());
    assertTrue(named.out().chars().noneMatch(c -> c == 0x202e || c == 0x9b), named.out());
  }
}
