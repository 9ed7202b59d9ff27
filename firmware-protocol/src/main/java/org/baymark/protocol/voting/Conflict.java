package org.baymark.protocol.voting;

import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.ConsistencyProof;

/**
 * Two things that one member signed about one epoch and may not both sign: reports that contradict
 * each other, two stops, two openings. Of two epochs they would prove nothing: who has to leave a
 * lost head behind contradicts itself, and rightly.
 *
 * @param first of two reports the shorter
 * @param fork of two reports of different sizes, why they contradict
 */
public record Conflict(Sign1 first, Sign1 second, Optional<Fork> fork) {

  /**
   * The tree of the longer report began otherwise.
   *
   * @param root its root at the size of the shorter one
   * @param proof that the longer tree continues it
   */
  public record Fork(Digest root, ConsistencyProof proof) {}

  public DevUrn member() {
    return first.issuer();
  }
}
