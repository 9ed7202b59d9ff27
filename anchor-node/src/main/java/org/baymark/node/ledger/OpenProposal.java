package org.baymark.node.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Proposal;

/**
 * A proposal that waits for votes.
 *
 * @param signed its entry
 * @param index in the log
 * @param proposal what the entry says
 * @param votes in the order of the log, the proposer's own first
 */
public record OpenProposal(
    Sign1 signed, long index, Proposal proposal, Map<DevUrn, Boolean> votes) {
  public OpenProposal {
    votes = Collections.unmodifiableMap(new LinkedHashMap<>(votes));
  }

  /** What a vote names it by. */
  public Digest id() {
    return signed.id();
  }

  public DevUrn proposer() {
    return signed.issuer();
  }

  public long inFavour() {
    return votes.values().stream().filter(approves -> approves).count();
  }

  public long against() {
    return votes.size() - inFavour();
  }
}
