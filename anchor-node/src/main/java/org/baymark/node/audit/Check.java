package org.baymark.node.audit;

import java.util.Locale;

/** What an audit looks at: the first five at each member, the others in the log itself. */
public enum Check {
  /** The head that the member serves is signed, and co-signed by enough of the trust file. */
  CERTIFIED,
  /** The head is not old. */
  FRESH,
  /** The member serves no less than it did before; and nobody lost a head that was certified. */
  KEPT,
  /** The tree of hashes that the member serves leads to the certified root. */
  TILES,
  /** So do the entries that it serves. */
  ENTRIES,
  /** All heads are of one history. */
  ONE_LOG,
  /** Each head is certified by the members that the log itself names for it. */
  MEMBERS,
  /** Every entry keeps the rules that need nothing but the log. */
  RULES,
  /** Entries that members promised are in the log in time. */
  PROMISES,
  /** What others saw is in this log. */
  MONITORS,
  /** The index of every seal follows from the batches before it. */
  INDEX;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
