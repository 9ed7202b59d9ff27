package org.baymark.node.audit;

import static org.baymark.node.audit.BrokenRule.demand;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/** The chain of seals (PROTOCOL.md, section 11.4). */
final class Heads {
  private final Set<TreeHead> closed = new HashSet<>();
  private Optional<TreeHead> last = Optional.empty();
  private Era era = Era.FIRST;
  private long height;

  boolean isClosed(TreeHead head) {
    return closed.contains(head);
  }

  boolean isClosed(long size) {
    return closed.stream().anyMatch(head -> head.size() == size);
  }

  long height() {
    return height;
  }

  /**
   * @param index where the seal stands
   * @param head that it closes
   */
  void take(IndexSeal seal, long index, TreeHead head, Members members) throws BrokenRule {
    boolean follows = seal.previous().equals(last) && seal.height() == height + 1;
    Era before = era;
    // Goes on from what stands there: one wrong seal is one complaint, not one at each after it.
    closed.add(head);
    last = Optional.of(head);
    height = seal.height();
    era = seal.era();
    demand(seal.covers() == index, "the seal covers " + seal.covers() + " entries");
    demand(follows, "the seal does not follow the one before it");
    demand(
        era.epoch() > before.epoch() || era.equals(before),
        "a seal of epoch " + era.epoch() + " after one of epoch " + before.epoch());
    demand(
        seal.memberSet().equals(members.digest()),
        "the seal names other members than those that the log has");
  }
}
