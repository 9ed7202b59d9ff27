package org.baymark.node.ledger;

import static org.baymark.node.ledger.Parliament.admit;
import static org.baymark.node.ledger.Parliament.name;
import static org.baymark.node.ledger.Parliament.replace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.folder.NodeKeys;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, section 23: how members change their alliance. */
class GovernanceTest {
  private final Parliament house = new Parliament(4);

  private void takes(Sign1 decision) {
    Result result = house.apply(new Command.Decide(decision));
    assertInstanceOf(Result.Appended.class, result, result.toString());
  }

  private void rejects(Rejection why, Sign1 decision) {
    TreeHead before = house.ledger.head();
    Result result = house.apply(new Command.Decide(decision));
    assertEquals(
        why, assertInstanceOf(Result.Rejected.class, result).rejection(), result.toString());
    assertEquals(before, house.ledger.head());
  }

  private void rejects(String why, Sign1 decision) {
    Result result = house.apply(new Command.Decide(decision));
    assertEquals(why, assertInstanceOf(Result.Rejected.class, result).detail());
  }

  private void close() {
    assertInstanceOf(Result.Closed.class, house.apply(new Command.Close(Era.FIRST)));
  }

  private Digest sealed() {
    return IndexSeal.parse(house.ledger.closed().orElseThrow().seal())
        .toOptional()
        .orElseThrow()
        .memberSet();
  }

  @Test
  void aMemberIsAdmittedByThreeOfFourAndCertifiesAboveTheNextHead() {
    Digest before = house.members().digest();
    Member e = house.member("e");
    Sign1 proposal = house.proposal("b", admit(e, house.of(name("e"))));
    takes(proposal);
    takes(house.vote("a", proposal, true));
    assertEquals(List.of("a", "b", "c", "d"), house.letters());
    takes(house.vote("d", proposal, true));
    assertEquals(List.of("a", "b", "c", "d"), house.letters(), "not before the checkpoint");
    assertTrue(house.ledger.dueMembers().isPresent());
    close();
    long head = house.ledger.closed().orElseThrow().head().size();
    assertEquals(before, sealed(), "the head that holds the change is the old set's");
    assertEquals(List.of("a", "b", "c", "d", "e"), house.letters());
    assertEquals(before, house.ledger.membersFor(head).digest());
    assertEquals(house.members(), house.ledger.membersFor(head + 1));
    close();
    assertEquals(house.members().digest(), sealed());
  }

  @Test
  void theSameDecisionAgainIsNoSecondOne() {
    Sign1 proposal = house.proposal("a", new Change.Remove(name("d")));
    takes(proposal);
    Sign1 vote = house.vote("b", proposal, true);
    takes(vote);
    long size = house.ledger.size();
    assertInstanceOf(Result.Already.class, house.apply(new Command.Decide(proposal)));
    assertInstanceOf(Result.Already.class, house.apply(new Command.Decide(vote)));
    assertEquals(size, house.ledger.size());
    assertEquals(2, house.ledger.openProposal().orElseThrow().inFavour());
  }

  @Test
  void aMemberHasOneVote() {
    Sign1 proposal = house.proposal("a", new Change.Remove(name("d")));
    takes(proposal);
    takes(house.vote("b", proposal, true));
    Sign1 again = new Vote(proposal.id(), true).sign(house.of(name("b")).governor(), name("b"), 99);
    rejects(Rejection.VOTED_ALREADY, again);
    rejects(Rejection.VOTED_ALREADY, house.vote("b", proposal, false));
    Sign1 own = new Vote(proposal.id(), true).sign(house.of(name("a")).governor(), name("a"), 99);
    rejects(Rejection.VOTED_ALREADY, own);
    takes(house.vote("d", proposal, true)); // also who goes has a word
    close();
    assertEquals(List.of("a", "b", "c"), house.letters());
  }

  @Test
  void twoOfFourAgainstDropAProposal() {
    Sign1 proposal = house.proposal("a", new Change.Remove(name("d")));
    takes(proposal);
    takes(house.vote("b", proposal, false));
    assertTrue(house.ledger.openProposal().isPresent());
    takes(house.vote("c", proposal, false));
    assertEquals(Optional.empty(), house.ledger.openProposal());
    rejects(Rejection.UNKNOWN_PROPOSAL, house.vote("d", proposal, true));
    close();
    assertEquals(4, house.letters().size());
  }

  @Test
  void whoProposedMayTakeItBack() {
    Sign1 proposal = house.proposal("a", new Change.Remove(name("d")));
    takes(proposal);
    takes(house.vote("a", proposal, false));
    assertEquals(Optional.empty(), house.ledger.openProposal());
    takes(house.proposal("b", new Change.Remove(name("d"))));
  }

  @Test
  void oneProposalAndOneChangeAtATime() {
    Sign1 proposal = house.proposal("a", new Change.Remove(name("d")));
    takes(proposal);
    rejects(Rejection.PROPOSAL_OPEN, house.proposal("b", new Change.Remove(name("c"))));
    takes(house.vote("b", proposal, true));
    takes(house.vote("c", proposal, true));
    rejects(Rejection.CHANGE_PENDING, house.proposal("b", new Change.Remove(name("c"))));
    close();
    Change next = new Change.Remove(name("c"));
    rejects(Rejection.NOT_CERTIFIED, house.proposal("b", next)); // the old set's head
    rejects(
        "the checkpoint in the proposal is older than the last change of members: propose again"
            + " when the present members have certified a head, in a minute as a rule",
        house.proposal("b", next));
    close();
    takes(house.proposal("b", next));
  }

  @Test
  void aProposalShowsAHeadThatThePresentMembersCertified() {
    Change change = new Change.Remove(name("d"));
    rejects(Rejection.NOT_CERTIFIED, house.proposal("a", change, house.certified("a", "b")));
    Parliament other = new Parliament(4);
    rejects(Rejection.UNKNOWN_CHECKPOINT, house.proposal("a", change, other.certified()));
    Digest wrong = Digest.sha256(house.members().encoded());
    Sign1 stale =
        new Proposal(
                Digest.of(wrong.bytes().slice(0, 31).concat(wrong.bytes().slice(0, 1))),
                house.certified(),
                change)
            .sign(house.of(name("a")).governor(), name("a"), 2);
    rejects(Rejection.WRONG_MEMBER_SET, stale);
    takes(house.proposal("a", change, house.certified("a", "c", "d")));
  }

  @Test
  void onlyMembersDecideWithTheirGovernorKey() {
    Change change = new Change.Remove(name("d"));
    Proposal proposal = new Proposal(house.members().digest(), house.certified(), change);
    rejects(Rejection.BAD_SIGNATURE, proposal.sign(house.of(name("a")).registrar(), name("a"), 2));
    NodeKeys keys = house.of(name("a"));
    rejects(Rejection.NOT_A_MEMBER, proposal.sign(keys.governor(), name("z"), 2));
    rejects(Rejection.BAD_SIGNATURE, proposal.sign(keys.governor(), name("b"), 2));
    rejects(
        Rejection.UNKNOWN_PROPOSAL,
        new Vote(Digest.sha256(proposal.memberSet().bytes()), true)
            .sign(keys.governor(), name("a"), 2));
  }

  @Test
  void aChangeChangesSomething() {
    Member a = house.members().members().get(0);
    rejects(Rejection.BAD_CHANGE, house.proposal("a", new Change.Remove(name("z"))));
    rejects(Rejection.BAD_CHANGE, house.proposal("a", admit(a, house.of(name("a")))));
    rejects(Rejection.BAD_CHANGE, house.proposal("a", replace(a, house.of(name("a")))));
    Member z = house.member("z");
    rejects(Rejection.BAD_CHANGE, house.proposal("a", replace(z, house.of(name("z")))));
    Parliament alone = new Parliament(1);
    Sign1 last = alone.proposal("a", new Change.Remove(name("a")));
    assertEquals(
        Rejection.BAD_CHANGE,
        assertInstanceOf(Result.Rejected.class, alone.apply(new Command.Decide(last))).rejection());
  }

  /** One rule, and several mistakes: whoever made one is told which. */
  @Test
  void aRefusalSaysWhatIsWrongWithTheChange() {
    Member a = house.members().members().get(0);
    Member z = house.member("z");
    NodeKeys keys = house.of(name("z"));
    rejects(name("z") + " is no member", house.proposal("a", new Change.Remove(name("z"))));
    rejects(name("z") + " is no member", house.proposal("a", replace(z, keys)));
    String known = name("a") + " is a member already";
    rejects(known, house.proposal("a", admit(a, house.of(name("a")))));
    String same = name("a") + " has these keys and addresses already";
    rejects(same, house.proposal("a", replace(a, house.of(name("a")))));
    String unknown = name("y") + " is no gateway whose key is registered and not revoked";
    rejects(unknown, house.proposal("a", new Change.Entrust(name("y"), name("b"))));
  }

  @Test
  void oneMemberAloneDecidesAtOnce() {
    Parliament alone = new Parliament(1);
    Member b = alone.member("b");
    alone.apply(new Command.Decide(alone.proposal("a", admit(b, alone.of(name("b"))))));
    assertEquals(Optional.empty(), alone.ledger.openProposal());
    alone.apply(new Command.Close(Era.FIRST));
    assertEquals(List.of("a", "b"), alone.letters());
  }

  /** A key that was given up may be in anybody's hands. */
  @Test
  void aKeyThatWasAMembersBeforeDoesNotComeBack() {
    NodeKeys old = house.of(name("d"));
    Member before = house.members().member(name("d")).orElseThrow();
    Member after = house.member("d");
    NodeKeys fresh = house.of(name("d"));
    house.keys.put(name("d"), old); // until the change is in force it votes with the old keys
    carry(replace(after, fresh));
    house.keys.put(name("d"), fresh);
    close();
    rejects(Rejection.BAD_MEMBERS, house.proposal("a", replace(before, old)));
    assertEquals(after, house.members().member(name("d")).orElseThrow());
  }

  private void carry(Change change) {
    Sign1 proposal = house.proposal("a", change);
    takes(proposal);
    takes(house.vote("b", proposal, true));
    takes(house.vote("c", proposal, true));
    close();
  }

  /** What a registrar signed while it could stays in evidence, and its key can sign no more. */
  @Test
  void aFormerRegistrarSignsNoMore() {
    DevUrn sensor = Alliance.SENSOR;
    Registration registration = Alliance.registration(sensor, Kind.TELEMETRY);
    NodeKeys old = house.of(name("d"));
    Sign1 entry = registration.sign(old.registrar(), name("d"), 4);
    assertInstanceOf(Result.Appended.class, house.apply(new Command.Admit(entry)));
    carry(new Change.Remove(name("d")));
    Registration later =
        new Registration(
            name("x"), Alliance.key("x").verifyingKey(), "x", Set.of(Kind.TELEMETRY), 0);
    assertEquals(
        Rejection.NOT_A_MEMBER,
        assertInstanceOf(
                Result.Rejected.class,
                house.apply(new Command.Admit(later.sign(old.registrar(), name("d"), 5))))
            .rejection());
    Terms.Former former = house.ledger.former(entry, house.members()).orElseThrow();
    assertEquals(old.registrar().verifyingKey(), former.key());
    assertEquals(0, former.state().from());
  }

  @Test
  void aGatewayIsEntrustedToAnotherMember() {
    TestGateway gateway = TestGateway.of("gateway");
    Sign1 entry =
        Alliance.registration(gateway.name(), Kind.BATCH)
            .sign(house.of(name("d")).registrar(), name("d"), 4);
    house.apply(new Command.Admit(entry));
    rejects(
        Rejection.BAD_CHANGE, house.proposal("a", new Change.Entrust(gateway.name(), name("z"))));
    rejects(
        name("z") + " is no member",
        house.proposal("a", new Change.Entrust(gateway.name(), name("z"))));
    rejects(
        Rejection.BAD_CHANGE, house.proposal("a", new Change.Entrust(gateway.name(), name("d"))));
    rejects(Rejection.BAD_CHANGE, house.proposal("a", new Change.Entrust(name("z"), name("b"))));
    Sign1 proposal = house.proposal("a", new Change.Entrust(gateway.name(), name("b")));
    takes(proposal);
    takes(house.vote("b", proposal, true));
    assertEquals(name("d"), house.ledger.latestKey(gateway.name()).orElseThrow().member());
    takes(house.vote("c", proposal, true));
    assertEquals(name("b"), house.ledger.latestKey(gateway.name()).orElseThrow().member());
    assertEquals(4, house.letters().size());
  }
}
