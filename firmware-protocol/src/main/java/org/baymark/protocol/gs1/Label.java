package org.baymark.protocol.gs1;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;

/**
 * What a scanner read, taken apart.
 *
 * @param elements in the order in which they stand; none in a symbol that holds something else
 * @param link whether it is a Digital Link; it is about its first element
 */
public record Label(Symbology symbology, List<Element> elements, boolean link) {
  public Label {
    elements = List.copyOf(elements);
  }

  /**
   * Reads the bytes of a scanner that sends symbology identifiers, or a Digital Link alone.
   *
   * @param raw at most 512 bytes
   */
  public static Parsed<Label> read(Bytes raw) {
    return Parsed.of(() -> LabelReader.read(raw));
  }

  /** The value of an identifier on this label. */
  public Optional<Element> element(String ai) {
    return elements.stream().filter(one -> one.ai().equals(ai)).findFirst();
  }

  /** As people read it: {@code (01)09521234543213(10)ABC}. */
  public String text() {
    return elements.stream().map(Element::text).collect(Collectors.joining());
  }
}
