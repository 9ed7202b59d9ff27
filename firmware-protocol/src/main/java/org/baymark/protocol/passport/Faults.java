package org.baymark.protocol.passport;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a step met on its way: anything wrong makes it fail, anything unknown leaves it open. */
public final class Faults {
  private final Set<String> wrong = new LinkedHashSet<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  /** Notes {@code fault} unless {@code holds}. */
  public void demand(boolean holds, String fault) {
    if (!holds) {
      wrong.add(fault);
    }
  }

  /** Notes what nobody can tell from the file. */
  public void unknown(String why) {
    unknown.add(why);
  }

  boolean isEmpty() {
    return wrong.isEmpty() && unknown.isEmpty();
  }

  Finding finding(Step step, String passed) {
    return new Finding(step, outcome(), detail(passed));
  }

  /** Fail if anything is wrong, else not checked if anything is unknown, else pass. */
  public Finding.Outcome outcome() {
    if (!wrong.isEmpty()) {
      return Finding.Outcome.FAIL;
    }
    return unknown.isEmpty() ? Finding.Outcome.PASS : Finding.Outcome.NOT_CHECKED;
  }

  /** What was met, for a person; {@code passed} where nothing was. */
  public String detail(String passed) {
    if (!wrong.isEmpty()) {
      return text(wrong);
    }
    return unknown.isEmpty() ? passed : text(unknown);
  }

  private static String text(Set<String> lines) {
    String first = lines.iterator().next();
    return lines.size() == 1 ? first : first + " (and " + (lines.size() - 1) + " more)";
  }
}
