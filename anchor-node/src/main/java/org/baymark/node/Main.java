package org.baymark.node;

import java.time.InstantSource;
import org.baymark.node.cli.Commands;

/** The anchor node's program. */
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    int code = Commands.run(InstantSource.system(), arguments);
    // A stopped node is halted by its shutdown hook, with the code that it chose.
    System.exit(code);
  }
}
