package org.baymark.protocol.gs1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/** Takes a label apart: one character is one byte here, so an index is an offset. */
final class LabelReader {
  private static final int SIZE_MAX = 512;

  /** How a scanner sends the function character 1 between two element strings. */
  private static final char SEPARATOR = 0x1d;

  /** Where the data begins, behind the symbology identifier. */
  private static final int DATA = 3;

  private static final String COMPOSITE = "|" + Symbology.GS1_DATA_BAR.identifier();

  private LabelReader() {}

  static Label read(Bytes raw) throws RefusalException {
    if (raw.size() > SIZE_MAX) {
      throw new RefusalException(Refusal.TOO_LARGE, SIZE_MAX, "a scan has at most 512 bytes");
    }
    String text = new String(raw.unsafeArray(), StandardCharsets.ISO_8859_1);
    if (DigitalLink.begins(text, 0)) {
      return new Label(Symbology.NONE, DigitalLink.read(text, 0), true);
    }
    Symbology symbology =
        Symbology.of(text)
            .orElseThrow(() -> Element.refuse(0, "no symbology identifier that is known here"));
    return switch (symbology.content()) {
      case ELEMENTS -> new Label(symbology, elements(text), false);
      case GTIN -> new Label(symbology, gtin(text, symbology.digits()), false);
      case PLAIN ->
          DigitalLink.begins(text, DATA)
              ? new Label(symbology, DigitalLink.read(text, DATA), true)
              : new Label(symbology, List.of(), false);
    };
  }

  private static List<Element> elements(String text) throws RefusalException {
    Elements elements = new Elements();
    read(text, DATA, elements);
    return elements.list();
  }

  /** A number without an identifier, and what a composite component adds to it. */
  private static List<Element> gtin(String text, int digits) throws RefusalException {
    int end = text.indexOf('|') < 0 ? text.length() : text.indexOf('|');
    if (end != DATA + digits) {
      throw Element.refuse(
          Math.min(end, DATA + digits),
          "this symbol has " + digits + " digits, not " + (end - DATA));
    }
    ApplicationIdentifier gtin = Dictionary.exactly("01").orElseThrow();
    String value = "0".repeat(14 - digits) + text.substring(DATA, end);
    try {
      gtin.end(value, 0, value.length());
    } catch (RefusalException e) {
      // Its offset is in the number with the zeros before it.
      throw Element.refuse(Math.max(DATA, DATA + e.offset() - (14 - digits)), e.detail());
    }
    Elements elements = new Elements();
    elements.add(new Element(gtin.ai(), value, DATA));
    if (end < text.length()) {
      if (!text.startsWith(COMPOSITE, end)) {
        throw Element.refuse(end, "no composite component, which begins with ]e0");
      }
      read(text, end + COMPOSITE.length(), elements);
    }
    return elements.list();
  }

  /**
   * Element strings (GS1 General Specifications, section 7.8). A separator is required behind a
   * value whose length is not predefined, except at the end, and allowed once behind any other.
   */
  private static void read(String text, int from, Elements elements) throws RefusalException {
    int at = from;
    do {
      int start = at;
      ApplicationIdentifier identifier =
          Dictionary.at(text, start)
              .orElseThrow(() -> Element.refuse(start, "no application identifier that is known"));
      int value = start + identifier.ai().length();
      int separator = text.indexOf(SEPARATOR, value);
      int limit = separator < 0 ? text.length() : separator;
      int end = identifier.end(text, value, limit);
      if (end < limit && !identifier.predefined()) {
        throw identifier.refuse(end, "is too long, or the separator behind it is missing");
      }
      elements.add(new Element(identifier.ai(), text.substring(value, end), value));
      at = end == separator ? end + 1 : end;
    } while (at < text.length());
  }
}
