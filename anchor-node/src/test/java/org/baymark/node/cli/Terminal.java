package org.baymark.node.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Runs a command in this process and keeps what it prints. */
public final class Terminal {
  private Terminal() {}

  /** How it ended. */
  public record Outcome(int code, String out, String err) {}

  public static Outcome run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      List<String> arguments = new ArrayList<>();
      for (Object word : words) {
        arguments.add(word.toString());
      }
      int code =
          Commands.run(
              InstantSource.fixed(Instant.parse("2026-11-22T16:47:00Z")),
              arguments.toArray(new String[0]));
      return new Outcome(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }
}
