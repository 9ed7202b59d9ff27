package org.baymark.protocol.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.inspect.Shape.Part;

/** What the parts of the items on a walk are called, and what their values mean. */
final class Names {
  private static final Part NAMELESS = new Part("", new Shape.Plain());

  /** The first field of a header: with it the meanings of the header before end. */
  private static final String FIRST = "alg";

  private static final String HASH = "payload_hash_alg";

  /** What the values of named fields mean, for shapes that depend on them. */
  private final Map<String, String> meant = new HashMap<>();

  /** What the last value with a meaning meant. */
  private String said = "";

  Shape resolved(Shape shape) {
    if (shape instanceof Shape.Embedded inside
        && inside.inside() instanceof Shape.MeantBy
        && meant.containsKey(HASH)) {
      return NAMELESS.shape(); // a hash envelope: the payload holds no item
    }
    if (shape instanceof Shape.Rule rule) {
      return Grammar.OURS.rule(rule.name());
    }
    if (shape instanceof Shape.MeantBy by) {
      return Grammar.OURS.rule(meant.getOrDefault(by.field(), ""));
    }
    return shape;
  }

  /** The names in an array of {@code count} items. */
  static Shape.Items ofItems(Shape shape, long count) {
    if (shape instanceof Shape.ByCount by) {
      return by.of(count);
    }
    return shape instanceof Shape.Items items
        ? items
        : new Shape.Items(List.of(), Optional.empty());
  }

  /** The field of a map whose key begins so. */
  static Part ofField(Shape shape, Optional<Head> key) {
    if (shape instanceof Shape.Fields fields && key.isPresent() && key.get().major() <= 1) {
      long number = key.get().argument();
      return fields.parts().getOrDefault(key.get().major() == 0 ? number : ~number, NAMELESS);
    }
    return NAMELESS;
  }

  /** A number or a text in notation, with what it means behind it. */
  String meaning(String text, Head head, Shape shape) {
    if (shape instanceof Shape.Seconds || shape instanceof Shape.Millis) {
      return text + Scalars.time(head, shape instanceof Shape.Millis);
    }
    if (shape instanceof Shape.Values values) {
      said = values.meanings().getOrDefault(text, "");
      return said.isEmpty() ? text : text + " / " + said + " /";
    }
    return text;
  }

  /** Remembers the meaning of {@code part}, which was just read. */
  void keep(Part part) {
    if (part.name().equals(FIRST)) {
      meant.clear();
    }
    if (resolved(part.shape()) instanceof Shape.Values) {
      meant.put(part.name(), said);
    }
  }
}
