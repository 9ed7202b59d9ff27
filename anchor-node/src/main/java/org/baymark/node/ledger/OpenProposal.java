package org.baymark.node.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param approvals where the log holds the others' votes for it
 */
public record OpenProposal(
    Sign1 signed, long index, Proposal proposal, Map<DevUrn, Boolean> votes, List<Long> approvals) {
  public OpenProposal {
    votes = Collections.unmodifiableMap(new LinkedHashMap<>(votes));
    approvals = List.copyOf(approvals);
  }

  /** With one vote more, which the log holds at {@code at}. */
  OpenProposal with(DevUrn voter, boolean approves, long at) {
    Map<DevUrn, Boolean> more = new LinkedHashMap<>(votes);
    more.put(voter, approves);
    List<Long> forIt = new ArrayList<>(approvals);
    if (approves) {
      forIt.add(at);
    }
    return new OpenProposal(signed, index, proposal, more, forIt);
  }

  /** Where the log holds the proposal, and then the votes for it. */
  List<Long> decisions() {
    List<Long> all = new ArrayList<>(List.of(index));
    all.addAll(approvals);
    return all;
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
