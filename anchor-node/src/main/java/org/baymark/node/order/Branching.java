package org.baymark.node.order;

import java.util.function.BooleanSupplier;
import org.baymark.node.sequence.Execution;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Brings this member's log to a head that others have, by copying: first what continues it, and if
 * that does not lead there, from the last certified head on. For the thread that looks.
 */
final class Branching {
  private final Execution execution;
  private final Copying copying;
  private final Patience patience;

  Branching(Execution execution, Copying copying, Patience patience) {
    this.execution = execution;
    this.copying = copying;
    this.patience = patience;
  }

  /** Whether the log was brought to the head with which the epoch of {@code order} begins. */
  boolean toStart(Bytes order, Era era, TreeHead start) {
    return to(start, () -> enter(order, era, start));
  }

  /** Whether this log leads to the start of the epoch; it is there then. */
  boolean enter(Bytes order, Era era, TreeHead start) {
    return patience.await(execution.enter(order, era, start));
  }

  /** Whether the log was brought to {@code head}. */
  boolean to(TreeHead head) {
    return to(head, () -> holds(head));
  }

  boolean holds(TreeHead head) {
    return patience.await(execution.holds(head));
  }

  private boolean to(TreeHead head, BooleanSupplier isThere) {
    if (execution.status().size() < head.size() && copyOn(head, isThere)) {
      return true;
    }
    patience.await(execution.back(true));
    for (DevUrn peer : copying.others()) {
      boolean unused = patience.await(copying.from(peer, head.size()));
      if (isThere.getAsBoolean()) {
        return true;
      }
      patience.await(execution.back(false));
    }
    return false;
  }

  private boolean copyOn(TreeHead head, BooleanSupplier isThere) {
    for (DevUrn peer : copying.others()) {
      boolean unused = patience.await(copying.from(peer, head.size()));
      if (isThere.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }
}
