package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

/** For the tests of encoders that lie elsewhere. */
public final class Conformance {
  private Conformance() {}

  /** What 'baymark conform' prints about an encoder that is right. */
  public static String passed(Path vectors, String encoder) {
    Shell shell = Shell.run("conform", "--vectors", vectors, "--encoder", encoder, "--timeout=120");
    assertEquals(0, shell.exit(), shell.out() + shell.err());
    return shell.out();
  }
}
