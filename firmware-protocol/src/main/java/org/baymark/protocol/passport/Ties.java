package org.baymark.protocol.passport;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.governance.Succession;

/**
 * What ties the log of some evidence to what its reader may know from elsewhere.
 *
 * @param anchors earlier heads in chains of others, by chain, ascending; at most 16
 * @param succession how the members of an older trust file became those of the evidence; empty
 *     where the alliance has never changed
 */
public record Ties(List<Anchor> anchors, Optional<Succession> succession) {
  static final int ANCHORS_MAX = 16;

  /** Of a log that never changed hands, and stands in no other chain. */
  public static final Ties NONE = new Ties(List.of(), Optional.empty());

  public Ties {
    anchors = List.copyOf(anchors);
  }

  /** The same without what a short passport leaves out. */
  public Ties brief() {
    return new Ties(anchors, Optional.empty());
  }
}
