package org.baymark.gateway.store;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.baymark.protocol.statement.Kind;

/** Kinds of statements as a column has them: wire names, joined by commas. */
final class Kinds {
  private Kinds() {}

  static String text(Set<Kind> kinds) {
    return kinds.stream().map(Kind::wireName).sorted().collect(Collectors.joining(","));
  }

  static Set<Kind> parse(String text) {
    return Arrays.stream(text.split(","))
        .map(name -> Kind.ofWireName(name).orElseThrow())
        .collect(Collectors.toSet());
  }
}
