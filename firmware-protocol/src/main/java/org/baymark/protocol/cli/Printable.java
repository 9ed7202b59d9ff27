package org.baymark.protocol.cli;

/** Foreign text made safe for a terminal. */
final class Printable {
  private Printable() {}

  /** The text with every control and format character shown as its number. */
  static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              boolean plain =
                  switch (Character.getType(point)) {
                    case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.UNASSIGNED ->
                        false;
                    default -> true;
                  };
              if (plain) {
                safe.appendCodePoint(point);
              } else {
                safe.append(String.format("\\u{%x}", point));
              }
            });
    return safe.toString();
  }
}
