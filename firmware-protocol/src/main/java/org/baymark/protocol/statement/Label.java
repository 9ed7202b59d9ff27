package org.baymark.protocol.statement;

import java.util.regex.Pattern;

/** Short text that people read off a thing: what a seal or a firmware is called. */
final class Label {
  static final int SIZE_MAX = 64;
  static final String RULE = "1 to 64 printable ASCII characters without a space at either end";

  // ASCII only: what looks alike is alike, and nothing in it commands a terminal.
  private static final Pattern LABEL = Pattern.compile("[!-~]([ -~]{0,62}[!-~])?");

  private Label() {}

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }
}
