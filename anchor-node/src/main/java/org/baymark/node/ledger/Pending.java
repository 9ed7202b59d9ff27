package org.baymark.node.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/**
 * What the council left undone, as the shelf holds it: [null / [index, proposal, [*[voter,
 * approves]], approvals], null / [member set, decisions]].
 */
record Pending(Optional<OpenProposal> open, Optional<Due> due) {
  /**
   * A change that was carried.
   *
   * @param members who it makes the members
   * @param decisions where the log holds the proposal, and the votes that carried it
   */
  record Due(Members members, List<Long> decisions) {
    Due {
      decisions = List.copyOf(decisions);
    }
  }

  static final Pending NOTHING = new Pending(Optional.empty(), Optional.empty());

  Bytes encoded() {
    CborWriter out = new CborWriter().array(2);
    open.ifPresentOrElse(proposal -> write(proposal, out), out::nil);
    due.ifPresentOrElse(
        it -> Own.writePlaces(out.array(2).bytes(it.members().encoded()), it.decisions()),
        out::nil);
    return out.toBytes();
  }

  private static void write(OpenProposal open, CborWriter out) {
    out.array(4).integer(open.index()).bytes(open.signed().encoded()).array(open.votes().size());
    open.votes().forEach((voter, approves) -> out.array(2).text(voter.text()).bool(approves));
    Own.writePlaces(out, open.approvals());
  }

  static Pending read(CborReader in) throws RefusalException {
    in.arrayOf(2);
    Optional<OpenProposal> open = in.skipNull() ? Optional.empty() : Optional.of(open(in));
    return new Pending(open, in.skipNull() ? Optional.empty() : Optional.of(due(in)));
  }

  private static Due due(CborReader in) throws RefusalException {
    in.arrayOf(2);
    return new Due(in.embedded(Integer.MAX_VALUE, Members::parse), Own.readPlaces(in));
  }

  private static OpenProposal open(CborReader in) throws RefusalException {
    in.arrayOf(4);
    long index = in.unsigned(TreeHead.SIZE_MAX);
    Sign1 signed = Sign1.read(in.bytes(Ledger.ENTRY_SIZE_MAX), Ledger.ENTRY_SIZE_MAX);
    int count = in.array(1, Integer.MAX_VALUE);
    Map<DevUrn, Boolean> votes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      in.arrayOf(2);
      DevUrn voter = new DevUrn(in.text(DevUrn.SIZE_MAX));
      votes.put(voter, in.bool());
    }
    return new OpenProposal(signed, index, proposal(signed), votes, Own.readPlaces(in));
  }

  private static Proposal proposal(Sign1 signed) throws RefusalException {
    return Decision.parse(signed)
        .orRefuse()
        .match(
            proposal -> proposal,
            vote -> {
              throw new IllegalStateException("a vote stands where a proposal stood");
            });
  }
}
