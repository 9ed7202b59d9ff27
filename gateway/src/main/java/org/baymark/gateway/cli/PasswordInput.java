package org.baymark.gateway.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A password as a person or a program hands it over: never as a word of the command, which
 * everybody on the machine can read.
 */
final class PasswordInput {
  private static final int LEAST = 8;
  private static final int MOST = 1_024;

  private PasswordInput() {}

  /**
   * The first line of {@code file}, if one was given; else a terminal is asked, else stdin read.
   */
  static String read(@Nullable Path file, String user, InputStream stdin) {
    if (file != null) {
      return checked(firstLine(SmallFile.text(file)), file.toString());
    }
    Console console = System.console();
    if (console != null) {
      return checked(asked(console, user), "what you typed");
    }
    try {
      byte[] octets = stdin.readNBytes(MOST + 2);
      return checked(firstLine(Bytes.owning(octets).utf8()), "the standard input");
    } catch (IOException e) {
      throw CommandFailure.failed(
          "cannot read the password from standard input: " + e.getMessage());
    }
  }

  private static String asked(Console console, String user) {
    char[] first = console.readPassword("Password for %s: ", user);
    char[] again = console.readPassword("The same again: ");
    if (first == null || again == null) {
      throw CommandFailure.failed("no password was typed, and nothing was changed");
    }
    if (!Arrays.equals(first, again)) {
      throw CommandFailure.failed("the two were not the same, and nothing was changed");
    }
    return new String(first);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String checked(String password, String where) {
    int size = password.getBytes(StandardCharsets.UTF_8).length;
    if (size < LEAST || size > MOST) {
      throw CommandFailure.unusable(
          "the password from %s has %d bytes; %d to %d are taken, and nothing was changed"
              .formatted(where, size, LEAST, MOST));
    }
    return password;
  }
}
