package org.baymark.protocol.vectors;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.vectors.Cddl.Entry;
import org.baymark.protocol.vectors.Cddl.Type;

/** Whether items are of a type (RFC 8610, sections 2 and 3). */
record CddlMatch(Map<String, Type> rules) {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  boolean is(Type type, Item item) {
    if (type instanceof Cddl.Literal literal) {
      return literal.value() instanceof String text
          ? item.major() == Item.TEXT && item.content().utf8().equals(text)
          : integer(item).equals(Optional.of(literal.value()));
    } else if (type instanceof Cddl.Range range) {
      return integer(item).filter(range::holds).isPresent();
    } else if (type instanceof Cddl.Name name) {
      return isNamed(name.name(), item);
    } else if (type instanceof Cddl.Choice choice) {
      return choice.types().stream().anyMatch(one -> is(one, item));
    } else if (type instanceof Cddl.Tag tag) {
      return item.major() == Item.TAG
          && item.argument() == tag.number()
          && is(tag.content(), item.items().get(0));
    } else if (type instanceof Cddl.Array array) {
      return item.major() == Item.ARRAY && fit(array.entries(), item.items());
    } else if (type instanceof Cddl.Fields fields) {
      return item.major() == Item.MAP && fitKeys(fields.entries(), item.items());
    }
    return isControlled(type, item);
  }

  /** Section 3.8: of a text the size in bytes; a pattern is of the whole text. */
  private boolean isControlled(Type type, Item item) {
    if (type instanceof Cddl.Sized sized) {
      return is(sized.of(), item) && sized.size().holds(BigInteger.valueOf(item.content().size()));
    } else if (type instanceof Cddl.Regexp regexp) {
      return is(regexp.of(), item) && regexp.pattern().matcher(item.content().utf8()).matches();
    } else if (type instanceof Cddl.Encoded encoded) {
      return is(encoded.of(), item) && is(encoded.inner(), Item.of(item.content()));
    }
    throw new IllegalArgumentException("not a type of one item: " + type);
  }

  private boolean isNamed(String name, Item item) {
    return switch (name) {
      case "bstr" -> item.major() == Item.BYTES;
      case "tstr" -> item.major() == Item.TEXT;
      case "bool" -> item.isTruth();
      case "null" -> item.content().hex().equals("f6") && item.items().isEmpty();
      case "float" -> item.major() > Item.TAG && item.content().size() > 2;
      default -> is(rule(name), item);
    };
  }

  private Type rule(String name) {
    return Optional.ofNullable(rules.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is not defined"));
  }

  private static Optional<BigInteger> integer(Item item) {
    if (item.major() > 1) {
      return Optional.empty();
    }
    BigInteger argument = BigInteger.valueOf(item.argument());
    BigInteger value = argument.signum() < 0 ? argument.add(TWO_TO_64) : argument;
    return Optional.of(item.major() == 0 ? value : value.not());
  }

  /** Tries the most items for the first entry, then fewer. */
  private boolean fit(List<Entry> entries, List<Item> items) {
    if (entries.isEmpty()) {
      return items.isEmpty();
    }
    Entry entry = entries.get(0);
    List<Entry> others = entries.subList(1, entries.size());
    if (entry.type() instanceof Cddl.Name name
        && rules.get(name.name()) instanceof Cddl.Group group) {
      List<Entry> all = new ArrayList<>(group.entries());
      all.addAll(others);
      return fit(all, items);
    }
    int most = 0;
    while (most < Math.min(entry.most(), items.size()) && is(entry.type(), items.get(most))) {
      most++;
    }
    for (int taken = most; taken >= entry.least(); taken--) {
      if (fit(others, items.subList(taken, items.size()))) {
        return true;
      }
    }
    return false;
  }

  private boolean fitKeys(List<Entry> entries, List<Item> items) {
    int found = 0;
    for (Entry entry : entries) {
      Optional<Item> value = Optional.empty();
      for (int i = 0; i < items.size(); i += 2) {
        if (integer(items.get(i)).equals(entry.key())) {
          value = Optional.of(items.get(i + 1));
        }
      }
      if (value.isEmpty() ? entry.least() > 0 : !is(entry.type(), value.get())) {
        return false;
      }
      found += value.isPresent() ? 1 : 0;
    }
    return 2 * found == items.size();
  }
}
