package org.baymark.gateway.anchor;

import java.util.Optional;
import org.baymark.protocol.merkle.TreeHead;

/** What a head, signed as the policy wants, means to one who keeps an earlier one: pure. */
enum HeadRule {
  /** There is none to compare it with. */
  FIRST,
  SAME,
  /** Larger: to be believed if a consistency proof says that it only grew. */
  GROWN,
  /** Smaller: the log lost what it had promised to keep. */
  SHRUNKEN,
  /** The same size and another root: two logs under one name. */
  FORKED;

  static HeadRule compare(Optional<TreeHead> kept, TreeHead offered) {
    if (kept.isEmpty()) {
      return FIRST;
    }
    TreeHead before = kept.get();
    if (offered.size() != before.size()) {
      return offered.size() > before.size() ? GROWN : SHRUNKEN;
    }
    return offered.root().equals(before.root()) ? SAME : FORKED;
  }
}
