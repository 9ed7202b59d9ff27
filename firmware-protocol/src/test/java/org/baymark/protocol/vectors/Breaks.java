package org.baymark.protocol.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.inspect.Grammar;
import org.baymark.protocol.inspect.Shape;

/**
 * A structure with one thing in it that is another: each part in turn of another type, missing, one
 * too many, too large. What the structure allows is among them; who asks keeps what is refused.
 */
final class Breaks {
  private static final Item MOST = new Item(0, -1, Bytes.EMPTY, List.of());
  private static final Item LEAST = new Item(1, -1, Bytes.EMPTY, List.of());

  private final Map<String, Bytes> found = new LinkedHashMap<>();
  private final String rule;

  private Breaks(String rule) {
    this.rule = rule;
  }

  /** Of a structure of this rule of the table of parts, by what was done to it. */
  static Map<String, Bytes> of(String rule, Bytes good) {
    Breaks breaks = new Breaks(rule);
    Shape shape = Grammar.OURS.rule(rule);
    breaks.item(
        rule.isEmpty() ? "it" : rule.replace('_', ' '), shape, Item.of(good), changed -> changed);
    breaks.found.put("a byte behind", good.concat(Bytes.ofHex("00")));
    breaks.found.put("the last byte cut off", good.slice(0, good.size() - 1));
    return breaks.found;
  }

  private void item(String name, Shape shape, Item item, Function<Item, Item> outer) {
    Function<Item, Item> at = outer;
    found(name + " of another type", item.isTruth() ? Item.number(0) : Item.FALSE, at);
    switch (item.major()) {
      case 0, 1 -> {
        found(name + " = 0", Item.number(0), at);
        found(name + " = 2^64-1", MOST, at);
      }
      case Item.BYTES -> {
        Bytes more = item.content().concat(Bytes.ofHex("00"));
        found(name + ", a byte longer", Item.string(Item.BYTES, more), at);
        found(name + ", very long", Item.string(Item.BYTES, Bytes.of(new byte[600])), at);
      }
      case Item.TEXT -> {
        found(name + " = \"?\"", Item.text("?"), at);
        found(name + ", empty", Item.text(""), at);
        found(name + ", very long", Item.text("x".repeat(600)), at);
      }
      case Item.TAG -> {
        Item other = new Item(Item.TAG, item.argument() + 1, Bytes.EMPTY, item.items());
        found(name + " under another tag", other, at);
        Shape inside = resolved(shape) instanceof Shape.Tagged tagged ? tagged.content() : PLAIN;
        item(name, inside, item.items().get(0), one -> at.apply(item.with(0, one)));
      }
      case Item.ARRAY -> array(name, resolved(shape), item, at);
      case Item.MAP -> map(name, resolved(shape), item, at);
      default -> {}
    }
  }

  private static final Shape PLAIN = new Shape.Plain();

  private static Shape resolved(Shape shape) {
    return shape instanceof Shape.Rule rule ? Grammar.OURS.rule(rule.name()) : shape;
  }

  private void array(String name, Shape shape, Item item, Function<Item, Item> at) {
    List<Item> items = item.items();
    List<Item> more = new ArrayList<>(items);
    more.add(Item.number(0));
    found(name + " with an item more", item.with(more), at);
    if (!items.isEmpty()) {
      found(name + " with an item less", item.with(items.subList(0, items.size() - 1)), at);
    }
    found(name + " with no items", item.with(List.of()), at);
    Shape.Items shapes = items(shape, items.size());
    for (int i = 0; i < items.size(); i++) {
      int index = i;
      Function<Item, Item> inside = one -> at.apply(item.with(index, one));
      if (i < shapes.parts().size()) {
        Shape.Part part = shapes.parts().get(i);
        String own = part.name().isEmpty() ? "item " + i : part.name();
        if (own.equals("evidence")) {
          continue; // a structure of its own
        }
        item(name + ", " + own.replace('_', ' '), part.shape(), items.get(i), inside);
      } else if (shapes.rest().isEmpty()) {
        item(name + ", item " + i, PLAIN, items.get(i), inside);
      } else if (i == shapes.parts().size() || !items.get(i).isLike(items.get(i - 1))) {
        String which = i == shapes.parts().size() ? "the first" : "item " + i;
        item(name + ", " + which, shapes.rest().get(), items.get(i), inside);
      }
    }
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
        : new Shape.Items(List.of(), java.util.Optional.empty());
  }

  private void map(String name, Shape shape, Item item, Function<Item, Item> at) {
    List<Item> items = item.items();
    for (Item label : unknown(items)) {
      List<Item> more = new ArrayList<>(items);
      int index = 0;
      while (index < items.size() && label.comesAfter(items.get(index))) {
        index += 2;
      }
      more.addAll(index, List.of(label, Item.number(0)));
      found(name + " with a field " + label.label(), item.with(more), at);
    }
    for (int i = 0; i < items.size(); i += 2) {
      int index = i + 1;
      long label = items.get(i).argument();
      long signed = items.get(i).major() == 1 ? ~label : label;
      Shape.Part part =
          shape instanceof Shape.Fields fields
              ? fields.parts().getOrDefault(signed, new Shape.Part("" + signed, PLAIN))
              : new Shape.Part("" + signed, PLAIN);
      List<Item> fewer = new ArrayList<>(items);
      fewer.remove(index);
      fewer.remove(i);
      String own = part.name().replace('_', ' ');
      found(name + " without " + own, item.with(fewer), at);
      item(
          name + ", " + own,
          part.shape(),
          items.get(index),
          one -> at.apply(item.with(index, one)));
    }
  }

  /** The first labels that are free on either side of zero, and the last that can be. */
  private static List<Item> unknown(List<Item> items) {
    long up = items.isEmpty() ? 0 : items.get(0).argument() + 1;
    while (items.contains(Item.number(up))) {
      up++;
    }
    long down = -1;
    while (items.contains(Item.number(down))) {
      down--;
    }
    return List.of(Item.number(up), Item.number(down), MOST, LEAST);
  }

  private void found(String note, Item changed, Function<Item, Item> at) {
    found.put(note, at.apply(changed).encoded());
  }
}
