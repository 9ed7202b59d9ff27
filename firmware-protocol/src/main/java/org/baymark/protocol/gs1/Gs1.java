package org.baymark.protocol.gs1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.CanonicalLink;
import org.baymark.protocol.cose.Subject;

/** From what a scanner read to what a statement is about. */
public final class Gs1 {
  /**
   * The keys that name a subject, and the qualifiers that stand in it. Where a label has several,
   * the first of these counts: what is moved before what it is moved for, one thing before a kind
   * of things.
   */
  private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("00", List.of()); // SSCC: a logistic unit
    KEYS.put("8003", List.of()); // GRAI: a returnable asset
    KEYS.put("8004", List.of()); // GIAI: an asset
    KEYS.put("01", List.of("10", "21")); // GTIN: goods, by lot, by serial number
    KEYS.put("402", List.of()); // GSIN: a shipment
    KEYS.put("401", List.of()); // GINC: a consignment
    KEYS.put("414", List.of("254")); // GLN: a place, with a part of it
    KEYS.put("417", List.of()); // GLN: a party
  }

  private Gs1() {}

  /**
   * The subject that a label names.
   *
   * @param raw what a scanner sends for one read: a symbology identifier and the data, FNC1 as
   *     0x1d; or a Digital Link alone; at most 512 bytes
   */
  public static Parsed<Subject> subjectOf(Bytes raw) {
    return Label.read(raw)
        .match(Gs1::subjectOf, no -> new Parsed.Refused<>(no.refusal(), no.offset(), no.detail()));
  }

  /** The subject that {@code label} names. */
  public static Parsed<Subject> subjectOf(Label label) {
    return Parsed.of(() -> subject(label));
  }

  private static Subject subject(Label label) throws RefusalException {
    Element key = key(label);
    StringBuilder text = new StringBuilder(CanonicalLink.STEM);
    text.append(key.ai()).append('/').append(CanonicalLink.spelled(key.value()));
    for (String qualifier : KEYS.getOrDefault(key.ai(), List.of())) {
      Optional<Element> element = label.element(qualifier);
      if (element.isPresent()) {
        text.append('/')
            .append(qualifier)
            .append('/')
            .append(CanonicalLink.spelled(element.get().value()));
      }
    }
    if (!Subject.isValid(text.toString())) { // the one value that is right and cannot be spelled
      throw Element.refuse(key.offset(), "a value of one or two dots, which no URI can carry");
    }
    return new Subject(text.toString());
  }

  private static Element key(Label label) throws RefusalException {
    if (label.link()) {
      Element first = label.elements().get(0);
      if (!KEYS.containsKey(first.ai())) {
        throw Element.refuse(first.offset(), "(" + first.ai() + ") is no key of a subject");
      }
      return first;
    }
    for (String ai : KEYS.keySet()) {
      Optional<Element> element = label.element(ai);
      if (element.isPresent()) {
        return element.get();
      }
    }
    int data = label.symbology().identifier().length();
    throw Element.refuse(data, "no key of a subject on this label");
  }
}
