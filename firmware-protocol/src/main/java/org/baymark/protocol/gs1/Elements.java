package org.baymark.protocol.gs1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.bytes.RefusalException;

/** The element strings of one label while it is read. */
final class Elements {
  /**
   * Pairs that contradict each other, as far as an identifier of a subject is in them (GS1 General
   * Specifications, section 4.13.1). What must stand together is not asked: it may stand in another
   * symbol of the same thing.
   */
  private static final List<List<String>> CONTRADICTIONS =
      List.of(
          List.of("01", "02"),
          List.of("01", "03"),
          List.of("01", "37"),
          List.of("01", "255"),
          List.of("01", "8006"),
          List.of("21", "235"));

  private final Map<String, Element> byIdentifier = new LinkedHashMap<>();

  void add(Element element) throws RefusalException {
    Element before = byIdentifier.putIfAbsent(element.ai(), element);
    if (before != null && !before.value().equals(element.value())) {
      throw Element.refuse(
          element.offset(), "(" + element.ai() + ") stands twice, with different values");
    }
  }

  boolean has(String ai) {
    return byIdentifier.containsKey(ai);
  }

  List<Element> list() throws RefusalException {
    for (List<String> pair : CONTRADICTIONS) {
      Element second = byIdentifier.get(pair.get(1));
      if (second != null && has(pair.get(0))) {
        throw Element.refuse(
            second.offset(), "(" + pair.get(1) + ") contradicts (" + pair.get(0) + ")");
      }
    }
    return List.copyOf(byIdentifier.values());
  }
}
