package org.baymark.node.ledger;

import java.time.Instant;
import java.util.List;
import org.baymark.node.Alliance;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;

/** Heads signed by the member of the tests. */
final class Notes {
  private Notes() {}

  static SignedCheckpoint of(TreeHead head, Instant now) {
    Checkpoint checkpoint = new Checkpoint(Alliance.ORIGIN, head.size(), head.root());
    return new SignedCheckpoint(
        checkpoint,
        List.of(
            Alliance.KEYS.logSigner(Alliance.ORIGIN).signCheckpoint(checkpoint),
            Alliance.KEYS.cosignSigner(Alliance.MEMBER).cosign(checkpoint, now.getEpochSecond())));
  }
}
