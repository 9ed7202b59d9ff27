package org.baymark.node.ledger;

import java.time.Instant;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.TreeHead;

/** Heads signed by the member of the tests. */
final class Notes {
  private Notes() {}

  static SignedCheckpoint of(TreeHead head, Instant now) {
    ConsistencyProof fromNothing = new ConsistencyProof(0, head.size(), java.util.List.of());
    return Alliance.cosigner()
        .decide(Optional.empty(), head, fromNothing, now)
        .match(
            note -> note,
            reason -> {
              throw new AssertionError(reason);
            });
  }
}
