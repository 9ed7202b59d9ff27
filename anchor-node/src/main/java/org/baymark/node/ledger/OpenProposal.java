package org.baymark.node.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.governance.Proposal;

/**
 * A proposal that waits for votes.
 *
 * @param id what a vote names it by
 * @param index in the log
 * @param votes in the order of the log, the proposer's own first
 */
public record OpenProposal(
    Digest id, long index, DevUrn proposer, Proposal proposal, Map<DevUrn, Boolean> votes) {
  public OpenProposal {
    votes = Collections.unmodifiableMap(new LinkedHashMap<>(votes));
  }

  public long inFavour() {
    return votes.values().stream().filter(approves -> approves).count();
  }

  public long against() {
    return votes.size() - inFavour();
  }
}
