package org.baymark.protocol.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * The names that a policy has defined so far, and what they ask for (C2SP tlog-policy, "Defining a
 * witness group"). Names are octets, each as one character.
 */
final class QuorumRules {
  private static final String NONE = "none";
  private static final Pattern THRESHOLD = Pattern.compile("[1-9][0-9]{0,5}");
  private static final int SHOWN_MAX = 64;

  /** Witnesses and groups share their names. */
  private final Map<String, Quorum> byName = new HashMap<>();

  /** Of all groups: each name is a member once, so that a witness counts in one way only. */
  private final Set<String> members = new HashSet<>();

  void define(String name, Quorum rule) throws RefusalException {
    if (name.equals(NONE)) {
      throw new RefusalException(Refusal.BAD_NAME, "none cannot be defined");
    }
    if (byName.putIfAbsent(name, rule) != null) {
      throw new RefusalException(Refusal.BAD_NAME, shown(name) + " is defined already");
    }
  }

  /** Defines the group {@code name}, met by {@code threshold} of the members. */
  void group(String name, String threshold, List<String> names) throws RefusalException {
    List<Quorum> chosen = new ArrayList<>();
    for (String member : names) {
      if (member.equals(NONE)) {
        throw new RefusalException(Refusal.WRONG_SHAPE, "none cannot be a member of a group");
      }
      chosen.add(defined(member));
      if (!members.add(member)) {
        String what = shown(member) + " is a member of a group already";
        throw new RefusalException(Refusal.WRONG_SHAPE, what);
      }
    }
    define(name, new Quorum.Group(k(threshold, chosen.size()), chosen));
  }

  private static int k(String threshold, int n) throws RefusalException {
    if (threshold.equals("any")) {
      return 1;
    }
    if (threshold.equals("all")) {
      return n;
    }
    if (!THRESHOLD.matcher(threshold).matches() || Integer.parseInt(threshold) > n) {
      String what = "the threshold is neither all nor any nor a number from 1 to " + n;
      throw new RefusalException(Refusal.OUT_OF_RANGE, what);
    }
    return Integer.parseInt(threshold);
  }

  /** The rule that a quorum line of this name sets. */
  Quorum quorum(String name) throws RefusalException {
    return name.equals(NONE) ? new Quorum.None() : defined(name);
  }

  private Quorum defined(String name) throws RefusalException {
    Quorum rule = byName.get(name);
    if (rule == null) {
      String what = shown(name) + " is defined on no line before this one";
      throw new RefusalException(Refusal.BAD_NAME, what);
    }
    return rule;
  }

  private static String shown(String octets) {
    String name = PolicyReader.shown(octets);
    return '"' + (name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "..." : name) + '"';
  }
}
