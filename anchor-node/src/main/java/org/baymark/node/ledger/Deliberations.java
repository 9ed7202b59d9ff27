package org.baymark.node.ledger;

import static org.baymark.node.ledger.GenesisRules.orMalformed;
import static org.baymark.node.ledger.RejectionException.demand;

import java.util.Optional;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** Proposals and votes, which a member signs with its governor key. */
final class Deliberations {
  private final Facts facts;

  Deliberations(Facts facts) {
    this.facts = facts;
  }

  Result decide(Sign1 signed) throws RejectionException {
    Facts.checkSize(signed);
    Decision decision = orMalformed(Decision.parse(signed));
    Optional<Long> there = facts.entries.index(signed.id());
    if (there.isPresent()) {
      return new Result.Already(there.get(), signed.id());
    }
    Members members = facts.terms.now();
    Optional<Member> member = members.member(signed.issuer());
    demand(member.isPresent(), Rejection.NOT_A_MEMBER, signed.issuer() + " is not a member");
    demand(
        signed.signedBy(member.orElseThrow().keys().governor()),
        Rejection.BAD_SIGNATURE,
        "not signed by the governor key of " + signed.issuer());
    Council council = facts.council;
    if (decision instanceof Decision.Proposes proposes) {
      council.check(proposes.proposal(), facts.terms, facts.closings, facts.registry);
    } else if (decision instanceof Decision.Votes votes) {
      council.check(votes.vote(), signed.issuer());
    }
    Change change = decision.match(Proposal::change, vote -> openChange());
    Council.Outcome outcome =
        decision.match(
            proposal -> council.open(signed, facts.log.size(), proposal, members),
            vote -> council.count(vote, signed.issuer(), facts.log.size(), members));
    if (outcome == Council.Outcome.CARRIED && change instanceof Change.Entrust entrust) {
      facts.registry.entrust(entrust.gateway(), entrust.owner());
    }
    return facts.append(signed);
  }

  private Change openChange() {
    return facts.council.open().orElseThrow().proposal().change();
  }
}
