package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.baymark.gateway.access.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code gateway user}. */
class UserCommandTest {
  private static final String NAME = "urn:dev:org:32473-sensor-1";

  @TempDir Path dir;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeFolder() throws IOException {
    Files.writeString(dir.resolve("gateway.yaml"), "name: urn:dev:org:32473-gateway-1\n");
  }

  private int user(String stdin, String... words) {
    String[] all = new String[words.length + 4];
    all[0] = "gateway";
    all[1] = "user";
    System.arraycopy(words, 0, all, 2, words.length);
    all[words.length + 2] = "--dir";
    all[words.length + 3] = dir.toString();
    CommandLine line = Commands.line(folder -> 0);
    line.setErr(new PrintWriter(err, true));
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
      return line.execute(all);
    } finally {
      System.setIn(before);
    }
  }

  private Users users() throws IOException {
    return Users.parse(Files.readString(dir.resolve("mqtt.users")));
  }

  private void assertSays(String words) {
    assertTrue(err.toString().contains(words), err.toString());
    assertFalse(err.toString().contains("\tat "), "a stack trace for a person: " + err);
  }

  @Test
  void aUserIsAddedChangedAndRemoved() throws IOException {
    assertEquals(0, user("a long password\nnot this\n", "add", NAME));
    Path file = dir.resolve("mqtt.users");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(Files.readString(file).contains("password"), "the password itself is in the file");
    String first = users().text();
    Path secret = Files.writeString(dir.resolve("secret"), "a long password\n");
    assertEquals(0, user("", "add", "--password-file", secret.toString(), NAME));
    assertFalse(first.equals(users().text()), "the same salt for the same password");
    assertEquals(0, user("another one", "add", "b"));
    assertEquals(2, users().hashes().size());
    assertEquals(0, user("", "list"));
    assertEquals(0, user("", "remove", NAME));
    assertEquals(1, users().hashes().size());
    assertEquals(1, user("", "remove", NAME));
    assertSays("there is no user '" + NAME + "', and nothing was changed");
  }

  @Test
  void whatIsNoNameOrPasswordChangesNothing() throws IOException {
    assertEquals(64, user("a long password", "add", "two words"));
    assertEquals(64, user("a long password", "add", "#"));
    assertEquals(64, user("a long password", "add", "a", "password"));
    assertEquals(2, user("short", "add", "a"));
    assertSays("the password from the standard input has 5 bytes; 8 to 1024 are taken");
    assertEquals(2, user("", "add", "a"));
    assertEquals(2, user("x".repeat(1_025), "add", "a"));
    assertEquals(2, user("", "add", "--password-file", dir.resolve("none").toString(), "a"));
    assertFalse(Files.exists(dir.resolve("mqtt.users")));
    Files.writeString(dir.resolve("mqtt.users"), "a plain\n");
    assertEquals(2, user("a long password", "add", "a"));
    assertSays("mqtt.users is no file of users: line 1");
    assertEquals("a plain\n", Files.readString(dir.resolve("mqtt.users")));
    Files.delete(dir.resolve("gateway.yaml"));
    assertEquals(2, user("a long password", "add", "a"));
    assertSays("is not a gateway's folder");
  }
}
