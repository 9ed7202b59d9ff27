package org.baymark.node.sequence;

import java.util.List;
import java.util.Optional;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Stop;

/**
 * Where this member stands in certifying heads: nothing of it is secret.
 *
 * @param recorded what it signed, and what it rests on
 * @param votes whether it reports and co-signs in this epoch
 * @param closed the last head that its ledger closed, certified or not
 * @param quorum how many members certify the next head, and end an epoch; 0 before the genesis
 * @param opener whose turn it is to open the next epoch; empty before the genesis
 * @param stops that it knows of and that end this epoch or a later one
 */
public record Ballot(
    Recorded recorded,
    boolean votes,
    Optional<TreeHead> closed,
    int quorum,
    Optional<DevUrn> opener,
    List<Stop> stops) {
  public Ballot {
    stops = List.copyOf(stops);
  }
}
