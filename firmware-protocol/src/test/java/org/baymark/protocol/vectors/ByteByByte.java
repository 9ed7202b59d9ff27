package org.baymark.protocol.vectors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.inspect.Grammar;
import org.baymark.protocol.inspect.Shape;

/** An item as lines of hex, each part behind its name in the table of parts. */
final class ByteByByte {
  private static final int PER_LINE = 32;
  private static final Shape PLAIN = new Shape.Plain();

  private final StringBuilder out = new StringBuilder();

  /** What the values of named fields mean; the shape of others depends on them. */
  private final Map<String, String> meant = new HashMap<>();

  private ByteByByte() {}

  static String of(String rule, Bytes encoded) {
    ByteByByte lines = new ByteByByte();
    lines.item(0, rule, rule, Grammar.OURS.rule(rule), Item.of(encoded));
    return lines.out.toString();
  }

  /**
   * @param shown before what it is; empty where a field's label said it
   * @param name under which its meaning is remembered
   */
  private void item(int depth, String shown, String name, Shape shape, Item item) {
    Shape own = resolved(shape);
    Bytes whole = item.encoded();
    switch (item.major()) {
      case Item.BYTES, Item.TEXT -> string(depth, shown, name, own, item, whole);
      case Item.ARRAY -> {
        line(depth, head(whole), "array of " + item.items().size(), shown);
        Shape.Items parts = items(own, item.items().size());
        for (int i = 0; i < item.items().size(); i++) {
          boolean fixed = i < parts.parts().size();
          String part = fixed ? parts.parts().get(i).name() : "";
          Shape inside = fixed ? parts.parts().get(i).shape() : parts.rest().orElse(PLAIN);
          item(depth + 1, part, part, inside, item.items().get(i));
        }
      }
      case Item.MAP -> {
        line(depth, head(whole), "map of " + item.items().size() / 2, shown);
        for (int i = 0; i < item.items().size(); i += 2) {
          field(depth + 1, own, item.items().get(i), item.items().get(i + 1));
        }
      }
      case Item.TAG -> {
        line(depth, head(whole), "tag " + item.argument(), shown);
        Shape inside = own instanceof Shape.Tagged tagged ? tagged.content() : PLAIN;
        item(depth + 1, "", "", inside, item.items().get(0));
      }
      case 0, 1 -> line(depth, whole, meaning(name, own, item.label()), shown);
      default -> line(depth, whole, simple(whole.hex()), shown);
    }
  }

  private static String simple(String hex) {
    return switch (hex) {
      case "f4" -> "false";
      case "f5" -> "true";
      case "f6" -> "null";
      default -> "float";
    };
  }

  private void field(int depth, Shape shape, Item label, Item value) {
    Optional<Shape.Part> part =
        shape instanceof Shape.Fields fields
            ? Optional.ofNullable(fields.parts().get(Long.parseLong(label.label())))
            : Optional.empty();
    String name = part.map(Shape.Part::name).orElse("");
    line(depth, label.encoded(), name, label.label());
    item(depth, "", name, part.map(Shape.Part::shape).orElse(PLAIN), value);
  }

  private void string(int depth, String shown, String name, Shape shape, Item item, Bytes whole) {
    int size = item.content().size();
    Bytes head = whole.slice(0, whole.size() - size);
    if (shape instanceof Shape.Embedded embedded && size > 0) {
      line(depth, head, "bytes, " + size + ", an item", shown);
      item(depth + 1, "", "", embedded.inside(), Item.of(item.content()));
      return;
    }
    boolean text = item.major() == Item.TEXT;
    line(depth, head, (text ? "text, " : "bytes, ") + size, shown);
    if (text) {
      meaning(name, shape, '"' + item.content().utf8() + '"');
    }
    for (int from = 0; from < size; from += PER_LINE) {
      Bytes part = item.content().slice(from, Math.min(size, from + PER_LINE));
      boolean isText = text && part.hex().matches("([2-7][0-9a-f])*");
      line(depth + 1, part, isText ? '"' + part.utf8() + '"' : "", "");
    }
  }

  /** The value, and what it means where the table says so. */
  private String meaning(String name, Shape shape, String value) {
    if (shape instanceof Shape.Values values && values.meanings().containsKey(value)) {
      String word = values.meanings().getOrDefault(value, "");
      meant.put(name, word);
      return word.isEmpty() ? value : value + ", " + word;
    }
    return value;
  }

  private Shape resolved(Shape shape) {
    if (shape instanceof Shape.Rule rule) {
      return Grammar.OURS.rule(rule.name());
    }
    if (shape instanceof Shape.MeantBy by) {
      return Grammar.OURS.rule(meant.getOrDefault(by.field(), ""));
    }
    return shape;
  }

  private static Shape.Items items(Shape shape, int count) {
    if (shape instanceof Shape.ByCount by) {
      return by.alternatives().stream()
          .filter(it -> it.parts().size() == count)
          .findFirst()
          .orElseThrow();
    }
    return shape instanceof Shape.Items items
        ? items
        : new Shape.Items(List.of(), Optional.empty());
  }

  private static Bytes head(Bytes whole) {
    int info = whole.at(0) & 31;
    return whole.slice(0, info < 24 ? 1 : 1 + (1 << (info - 24)));
  }

  private void line(int depth, Bytes hex, String what, String name) {
    out.append("  ".repeat(depth)).append(hex.hex());
    String meaning = name.isEmpty() || what.isEmpty() ? name + what : name + ": " + what;
    out.append(meaning.isEmpty() ? "\n" : "  # " + meaning + "\n");
  }
}
