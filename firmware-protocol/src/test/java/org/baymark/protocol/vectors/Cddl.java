package org.baymark.protocol.vectors;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of PROTOCOL.md, in the part of CDDL (RFC 8610) that the page uses: no generics, no
 * sockets, no group choices, and keys of maps that are integers.
 */
record Cddl(Map<String, Cddl.Type> rules) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```cddl\n(.*?)^```$");

  /** Of RFC 8610, appendix D, what the page uses. */
  static final Set<String> PRELUDE = Set.of("bstr", "tstr", "bool", "float", "null");

  sealed interface Type {}

  record Literal(Object value) implements Type {} // BigInteger or String

  record Range(BigInteger from, BigInteger to) implements Type {
    boolean holds(BigInteger value) {
      return from.compareTo(value) <= 0 && value.compareTo(to) <= 0;
    }
  }

  record Name(String name) implements Type {}

  record Choice(List<Type> types) implements Type {}

  record Sized(Type of, Range size) implements Type {}

  record Regexp(Type of, Pattern pattern) implements Type {}

  record Encoded(Type of, Type inner) implements Type {}

  record Tag(long number, Type content) implements Type {}

  record Array(List<Entry> entries) implements Type {}

  record Fields(List<Entry> entries) implements Type {}

  /** Entries that stand in an array as if they were written there. */
  record Group(List<Entry> entries) implements Type {}

  /**
   * @param key in a map
   */
  record Entry(int least, int most, Optional<BigInteger> key, Type type) {}

  /** The rules of all its blocks; two rules of one name are a fault. */
  static Cddl ofPage(String page) {
    Map<String, Type> rules = new LinkedHashMap<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      new CddlReader(block.group(1))
          .rules()
          .forEach(
              rule -> {
                if (rules.putIfAbsent(rule.getKey(), rule.getValue()) != null) {
                  throw new IllegalArgumentException(rule.getKey() + " is defined twice");
                }
              });
    }
    return new Cddl(rules);
  }

  /** The names that no rule and no prelude defines. */
  Set<String> undefined() {
    Set<String> names = new TreeSet<>();
    rules.values().forEach(type -> collect(type, names));
    names.removeAll(rules.keySet());
    names.removeAll(PRELUDE);
    return names;
  }

  private static void collect(Type type, Set<String> names) {
    if (type instanceof Name name) {
      names.add(name.name());
    }
    inside(type).forEach(one -> collect(one, names));
  }

  private static List<Type> inside(Type type) {
    if (type instanceof Choice choice) {
      return choice.types();
    } else if (type instanceof Sized sized) {
      return List.of(sized.of());
    } else if (type instanceof Regexp regexp) {
      return List.of(regexp.of());
    } else if (type instanceof Encoded encoded) {
      return List.of(encoded.of(), encoded.inner());
    } else if (type instanceof Tag tag) {
      return List.of(tag.content());
    }
    return entries(type).stream().map(Entry::type).toList();
  }

  private static List<Entry> entries(Type type) {
    if (type instanceof Array array) {
      return array.entries();
    } else if (type instanceof Fields fields) {
      return fields.entries();
    }
    return type instanceof Group group ? group.entries() : List.of();
  }

  /** Whether the item is one of the rule of this name. */
  boolean holds(String rule, Item item) {
    return new CddlMatch(rules).is(new Name(rule), item);
  }
}
