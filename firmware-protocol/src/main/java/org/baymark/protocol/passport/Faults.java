package org.baymark.protocol.passport;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a step met on its way: anything wrong makes it fail, anything unknown leaves it open. */
final class Faults {
  private final Set<String> wrong = new LinkedHashSet<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  /** Notes {@code fault} unless {@code holds}. */
  void demand(boolean holds, String fault) {
    if (!holds) {
      wrong.add(fault);
    }
  }

  void unknown(String why) {
    unknown.add(why);
  }

  boolean isEmpty() {
    return wrong.isEmpty() && unknown.isEmpty();
  }

  Finding finding(Step step, String passed) {
    if (!wrong.isEmpty()) {
      return Finding.fail(step, text(wrong));
    }
    if (!unknown.isEmpty()) {
      return Finding.notChecked(step, text(unknown));
    }
    return Finding.pass(step, passed);
  }

  private static String text(Set<String> lines) {
    String first = lines.iterator().next();
    return lines.size() == 1 ? first : first + " (and " + (lines.size() - 1) + " more)";
  }
}
