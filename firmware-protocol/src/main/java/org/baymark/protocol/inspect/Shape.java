package org.baymark.protocol.inspect;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the parts of a CBOR item are called. A shape only names; whether an item may have these
 * parts, the readers of the other rooms decide.
 */
public sealed interface Shape {

  /** A part under its name; empty where it has none. */
  record Part(String name, Shape shape) {}

  /** Nothing is known of its parts. */
  record Plain() implements Shape {}

  /** Seconds since 1970. */
  record Seconds() implements Shape {}

  /** Milliseconds since 1970. */
  record Millis() implements Shape {}

  /** Never to be shown. */
  record Secret() implements Shape {}

  /**
   * An array.
   *
   * @param rest of the items behind {@code parts}
   */
  record Items(List<Part> parts, Optional<Shape> rest) implements Shape {}

  /** Arrays that are told apart by how many items they have. */
  record ByCount(List<Items> alternatives) implements Shape {
    Items of(long count) {
      return alternatives.stream()
          .filter(it -> it.parts().size() == count)
          .findFirst()
          .orElse(alternatives.get(0));
    }
  }

  /** A map, by its integer labels. */
  record Fields(Map<Long, Part> parts) implements Shape {}

  /** A byte string with one item inside. */
  record Embedded(Shape inside) implements Shape {}

  /** A tag and its content. */
  record Tagged(long tag, Shape content) implements Shape {}

  /** Numbers and texts, as the notation writes them, and what each of them means. */
  record Values(Map<String, String> meanings) implements Shape {}

  /** The rule of this name. */
  record Rule(String name) implements Shape {}

  /** The rule that the value of an earlier field means: the payload by its content type. */
  record MeantBy(String field) implements Shape {}
}
