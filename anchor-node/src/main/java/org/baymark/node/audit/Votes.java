package org.baymark.node.audit;

import static org.baymark.node.audit.BrokenRule.demand;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** Proposals and votes, counted again (PROTOCOL.md, section 23). */
final class Votes {
  private final Heads heads;
  private final Keys keys;
  private final Map<DevUrn, Boolean> votes = new LinkedHashMap<>();
  private Optional<Open> open = Optional.empty();
  private Optional<Due> due = Optional.empty();

  private record Open(Digest id, DevUrn proposer, Change change) {}

  /**
   * Members to be.
   *
   * @param carriedBy the entry with the last vote that it took
   */
  record Due(Members members, long carriedBy) {}

  Votes(Heads heads, Keys keys) {
    this.heads = heads;
    this.keys = keys;
  }

  /**
   * @param at where it stands in the log
   */
  void take(Sign1 signed, long at, Terms terms) throws BrokenRule {
    Members members = terms.now().orElseThrow();
    Optional<Member> member = members.member(signed.issuer());
    demand(member.isPresent(), signed.issuer() + " is no member");
    demand(
        signed.signedBy(member.orElseThrow().keys().governor()),
        "the governor key of " + signed.issuer() + " did not sign it");
    Decision decision = PublicRules.read(Decision.parse(signed));
    if (decision instanceof Decision.Proposes proposes) {
      check(proposes.proposal(), members, terms);
      open = Optional.of(new Open(signed.id(), signed.issuer(), proposes.proposal().change()));
      votes.clear();
      votes.put(signed.issuer(), true);
    } else if (decision instanceof Decision.Votes voted) {
      check(voted.vote(), signed.issuer());
      votes.put(signed.issuer(), voted.vote().approves());
    }
    count(members, at);
  }

  private void check(Proposal proposal, Members members, Terms terms) throws BrokenRule {
    demand(proposal.memberSet().equals(members.digest()), "it would change another member set");
    demand(open.isEmpty(), "another proposal waits for votes");
    demand(due.isEmpty(), "a change that was carried waits for its checkpoint");
    Checkpoint certified = proposal.certified().checkpoint();
    demand(
        certified.origin().equals(members.origin())
            && heads.isClosed(new TreeHead(certified.size(), certified.root())),
        "its checkpoint is none of this log");
    demand(
        certified.size() > terms.above() && members.certify(proposal.certified()),
        "its checkpoint is not certified by the members that it would change");
    if (proposal.change() instanceof Change.Entrust entrust) {
      demand(
          keys.isLiveGateway(entrust.gateway()) && members.member(entrust.owner()).isPresent(),
          "it entrusts what is no gateway, or to whom is no member");
    } else {
      demand(proposal.change().of(members).isPresent(), "it changes nothing that is there");
    }
  }

  private void check(Vote vote, DevUrn voter) throws BrokenRule {
    Optional<Open> there = open.filter(it -> it.id().equals(vote.proposal()));
    demand(there.isPresent(), "no such proposal waits for votes");
    boolean takesBack = voter.equals(there.orElseThrow().proposer()) && !vote.approves();
    demand(takesBack || !votes.containsKey(voter), voter + " has voted already");
  }

  private void count(Members members, long at) {
    int n = members.members().size();
    int k = Alliance.quorum(n);
    Open now = open.orElseThrow();
    long against = votes.values().stream().filter(approves -> !approves).count();
    boolean isTakenBack = !votes.getOrDefault(now.proposer(), true);
    if (isTakenBack || against > n - k) {
      open = Optional.empty();
    } else if (votes.size() - against >= k) {
      due = now.change().of(members).map(next -> new Due(next, at));
      open = Optional.empty();
    }
  }

  /** The members after the head that is being closed, if they change. */
  Optional<Due> takeDue() {
    Optional<Due> next = due;
    due = Optional.empty();
    return next;
  }
}
