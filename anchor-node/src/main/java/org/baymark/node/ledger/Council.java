package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.node.shelf.Label;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/**
 * How members change their alliance: one proposal at a time, one word of each member on it, k of
 * them to carry it (PROTOCOL.md, section 23). Each check rejects before anything changes.
 */
final class Council {
  private final Shelf shelf;
  private Optional<OpenProposal> open;

  /** Carried, and in force above the next checkpoint. */
  private Optional<Pending.Due> due;

  /** As the shelf says. */
  Council(Shelf shelf) {
    this.shelf = shelf;
    Pending pending =
        shelf
            .get(Label.COUNCIL.key())
            .map(fact -> Own.read(fact, Pending::read))
            .orElse(Pending.NOTHING);
    this.open = pending.open();
    this.due = pending.due();
  }

  private void become(Optional<OpenProposal> nowOpen, Optional<Pending.Due> nowDue) {
    open = nowOpen;
    due = nowDue;
    shelf.put(Label.COUNCIL.key(), new Pending(nowOpen, nowDue).encoded());
  }

  /** What a proposal or a vote leads to. */
  enum Outcome {
    /** The proposal waits for more votes. */
    OPEN,
    CARRIED,
    /** So many are against it that it cannot be carried any more; or its proposer took it back. */
    DROPPED
  }

  /** What is asked before {@code proposal} may stand. */
  void check(Proposal proposal, Terms terms, Closings closed, Registry registry)
      throws RejectionException {
    Members members = terms.now();
    demand(
        proposal.memberSet().equals(members.digest()),
        Rejection.WRONG_MEMBER_SET,
        "the proposal would change another member set than the one in force");
    if (open.isPresent()) {
      String detail = "proposal " + open.get().id() + " is open: vote on it first";
      throw new RejectionException(Rejection.PROPOSAL_OPEN, detail);
    }
    demand(
        due.isEmpty(),
        Rejection.CHANGE_PENDING,
        "a change was carried and comes into force above the next checkpoint");
    certified(proposal, terms, closed);
    Optional<Members> after = proposal.change().of(members);
    if (proposal.change() instanceof Change.Entrust entrust) {
      entrusted(entrust, members, registry);
    } else if (after.isEmpty()) {
      throw new RejectionException(Rejection.BAD_CHANGE, unfit(proposal.change(), members));
    } else {
      terms.check(after.get());
    }
  }

  /** Why {@link Change#of} makes no other members of these. */
  private static String unfit(Change change, Members members) {
    return change.match(
        it -> is(it.member().name(), members).orElse("there can be no more members"),
        it -> isNot(it.name(), members).orElse(it.name() + " is the only member"),
        it ->
            isNot(it.member().name(), members)
                .orElse(it.member().name() + " has these keys and addresses already"),
        it -> "it changes no member");
  }

  private static Optional<String> is(DevUrn name, Members members) {
    return members.member(name).map(it -> name + " is a member already");
  }

  private static Optional<String> isNot(DevUrn name, Members members) {
    return is(name, members).isPresent() ? Optional.empty() : Optional.of(name + " is no member");
  }

  /** The present set certified a head, so the change that made it is no longer in flight. */
  private static void certified(Proposal proposal, Terms terms, Closings closed)
      throws RejectionException {
    Checkpoint checkpoint = proposal.certified().checkpoint();
    demand(
        checkpoint.origin().equals(terms.now().origin())
            && closed.contains(new TreeHead(checkpoint.size(), checkpoint.root())),
        Rejection.UNKNOWN_CHECKPOINT,
        "the checkpoint in the proposal is none of this log");
    demand(
        checkpoint.size() > terms.above(),
        Rejection.NOT_CERTIFIED,
        "the checkpoint in the proposal is older than the last change of members: propose again"
            + " when the present members have certified a head, in a minute as a rule");
    demand(
        terms.now().certify(proposal.certified()),
        Rejection.NOT_CERTIFIED,
        "the checkpoint in the proposal is not certified by the present members");
  }

  private static void entrusted(Change.Entrust entrust, Members members, Registry registry)
      throws RejectionException {
    Optional<RegisteredKey> gateway =
        registry
            .latest(entrust.gateway())
            .filter(key -> key.isLive() && key.registration().isGateway());
    demand(
        gateway.isPresent(),
        Rejection.BAD_CHANGE,
        entrust.gateway() + " is no gateway whose key is registered and not revoked");
    demand(
        members.member(entrust.owner()).isPresent(),
        Rejection.BAD_CHANGE,
        entrust.owner() + " is no member");
    demand(
        !gateway.orElseThrow().member().equals(entrust.owner()),
        Rejection.BAD_CHANGE,
        entrust.gateway() + " is with " + entrust.owner() + " already");
  }

  void check(Vote vote, DevUrn voter) throws RejectionException {
    Optional<OpenProposal> there = open.filter(it -> it.id().equals(vote.proposal()));
    if (there.isEmpty()) {
      throw new RejectionException(
          Rejection.UNKNOWN_PROPOSAL, "no proposal " + vote.proposal() + " is open");
    }
    boolean withdraws = voter.equals(there.get().proposer()) && !vote.approves();
    demand(
        withdraws || !there.get().votes().containsKey(voter),
        Rejection.VOTED_ALREADY,
        voter + " has voted on this proposal");
  }

  Outcome open(Sign1 signed, long index, Proposal proposal, Members members) {
    Map<DevUrn, Boolean> votes = Map.of(signed.issuer(), true);
    return outcome(new OpenProposal(signed, index, proposal, votes, List.of()), members);
  }

  Outcome count(Vote vote, DevUrn voter, long index, Members members) {
    return outcome(open.orElseThrow().with(voter, vote.approves(), index), members);
  }

  private Outcome outcome(OpenProposal now, Members members) {
    int n = members.members().size();
    int k = Alliance.quorum(n);
    boolean withdrawn = !now.votes().getOrDefault(now.proposer(), true);
    if (withdrawn || now.against() > n - k) {
      become(Optional.empty(), due);
      return Outcome.DROPPED;
    }
    if (now.inFavour() < k) {
      become(Optional.of(now), due);
      return Outcome.OPEN;
    }
    become(
        Optional.empty(),
        now.proposal().change().of(members).map(after -> new Pending.Due(after, now.decisions())));
    return Outcome.CARRIED;
  }

  /** The set that comes into force at a checkpoint that was closed; asked once for each. */
  Optional<Pending.Due> takeDue() {
    Optional<Pending.Due> taken = due;
    if (taken.isPresent()) {
      become(open, Optional.empty());
    }
    return taken;
  }

  Optional<OpenProposal> open() {
    return open;
  }

  Optional<Members> due() {
    return due.map(Pending.Due::members);
  }
}
