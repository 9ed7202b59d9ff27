package org.baymark.protocol.gs1;

import java.util.Optional;

/**
 * The kinds of symbols that are read, by the identifier that a scanner sends first (ISO/IEC 15424;
 * GS1 General Specifications, "Symbology identifiers").
 */
public enum Symbology {
  GS1_128("]C1", Content.ELEMENTS, 0),
  /** GS1 DataBar, and every composite symbol. */
  GS1_DATA_BAR("]e0", Content.ELEMENTS, 0),
  GS1_DATA_MATRIX("]d2", Content.ELEMENTS, 0),
  GS1_QR("]Q3", Content.ELEMENTS, 0),
  GS1_DOT_CODE("]J1", Content.ELEMENTS, 0),
  /** EAN-13, and UPC-A and UPC-E, which scanners fill up with zeros. */
  EAN_13("]E0", Content.GTIN, 13),
  EAN_8("]E4", Content.GTIN, 8),
  ITF_14("]I1", Content.GTIN, 14),
  CODE_128("]C0", Content.PLAIN, 0),
  DATA_MATRIX("]d1", Content.PLAIN, 0),
  QR("]Q1", Content.PLAIN, 0),
  DOT_CODE("]J0", Content.PLAIN, 0),
  /** A Digital Link that comes without an identifier: from a phone, or a tag. */
  NONE("", Content.PLAIN, 0);

  enum Content {
    ELEMENTS,
    GTIN,
    PLAIN
  }

  private final String identifier;
  private final Content content;
  private final int digits;

  Symbology(String identifier, Content content, int digits) {
    this.identifier = identifier;
    this.content = content;
    this.digits = digits;
  }

  /** Three characters that come before the data; none for {@link #NONE}. */
  public String identifier() {
    return identifier;
  }

  Content content() {
    return content;
  }

  /** How many digits a symbol of type {@link Content#GTIN} holds. */
  int digits() {
    return digits;
  }

  static Optional<Symbology> of(String text) {
    for (Symbology one : values()) {
      if (one != NONE && text.startsWith(one.identifier)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
