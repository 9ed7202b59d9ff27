package org.baymark.protocol.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.baymark.protocol.passport.PassportFiles;

/** Runs the program in this process and keeps what it says. */
record Shell(int exit, String out, String err) {

  static synchronized Shell run(Object... words) {
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream saidOut = new ByteArrayOutputStream();
    ByteArrayOutputStream saidErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
      int exit = Main.run(InstantSource.fixed(PassportFiles.NOW), arguments);
      return new Shell(
          exit, saidOut.toString(StandardCharsets.UTF_8), saidErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
