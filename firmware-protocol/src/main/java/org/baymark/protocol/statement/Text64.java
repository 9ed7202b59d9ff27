package org.baymark.protocol.statement;

import java.util.regex.Pattern;

/** Short text that people read off a thing: what a seal or a firmware is called. */
final class Text64 {
  static final int SIZE_MAX = 64;
  static final String RULE = "1 to 64 printable ASCII characters without a space at either end";

  // ASCII only: what looks alike is alike, and nothing in it commands a terminal.
  private static final Pattern TEXT = Pattern.compile("[!-~]([ -~]{0,62}[!-~])?");

  private Text64() {}

  static boolean isOne(String text) {
    return TEXT.matcher(text).matches();
  }
}
