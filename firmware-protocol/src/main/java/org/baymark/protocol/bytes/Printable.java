package org.baymark.protocol.bytes;

/** Foreign text made safe for a terminal. */
public final class Printable {
  private Printable() {}

  /** The text with every control and format character shown as its number. */
  public static String of(String text) {
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
