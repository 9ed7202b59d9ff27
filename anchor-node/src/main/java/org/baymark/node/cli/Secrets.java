package org.baymark.node.cli;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets that are drawn by lot. */
final class Secrets {
  private static final int SIZE = 32;

  private Secrets() {}

  /** 32 bytes as one line of hexadecimal. */
  static String line(SecureRandom random) {
    byte[] octets = new byte[SIZE];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets) + "\n";
  }
}
