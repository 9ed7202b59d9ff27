package org.baymark.node.onward;

import java.util.OptionalLong;
import org.baymark.node.onward.OnwardAnchor.Transaction;
import org.baymark.protocol.merkle.TreeHead;

/**
 * A head and the transaction that carries it.
 *
 * @param chain as CAIP-2 names it
 * @param block that holds it; empty while it is not confirmed
 */
public record Anchored(TreeHead head, String chain, Transaction transaction, OptionalLong block) {
  Anchored in(long number) {
    return new Anchored(head, chain, transaction, OptionalLong.of(number));
  }

  Anchored unconfirmed() {
    return new Anchored(head, chain, transaction, OptionalLong.empty());
  }
}
