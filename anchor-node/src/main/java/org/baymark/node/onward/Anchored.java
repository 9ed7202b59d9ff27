package org.baymark.node.onward;

import java.util.List;
import java.util.OptionalLong;
import org.baymark.node.onward.OnwardAnchor.Transaction;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Anchor;

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

  /**
   * What a passport says of it, where it is confirmed.
   *
   * @param path from its head to the passport's
   */
  public Anchor in(List<Digest> path) {
    return new Anchor(chain, Digest.of(transaction.id()), block.orElseThrow(), head, path);
  }

  /** The same head by another transaction. */
  Anchored by(Transaction other) {
    return new Anchored(head, chain, other, OptionalLong.empty());
  }

  Anchored unconfirmed() {
    return new Anchored(head, chain, transaction, OptionalLong.empty());
  }
}
