package org.baymark.node.registrar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.ledger.OpenProposal;
import org.baymark.node.ledger.Rejection;
import org.baymark.node.ledger.Result.Rejected;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

/** No entry with a test key of the vectors in it passes a node, whoever signed it. */
class TestKeyRuleTest {
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(Alliance.ORIGIN, 0, new MerkleTree().root());
  private static final SignedCheckpoint CERTIFIED =
      new SignedCheckpoint(
          CHECKPOINT, List.of(Alliance.KEYS.logSigner(Alliance.ORIGIN).signCheckpoint(CHECKPOINT)));

  private static Proposal proposal(Change change) {
    return new Proposal(Alliance.MEMBERS.digest(), CERTIFIED, change);
  }

  private static Sign1 signed(Proposal proposal) {
    return proposal.sign(Alliance.KEYS.governor(), Alliance.MEMBER, 1);
  }

  private static Optional<Rejection> why(Sign1 entry, Optional<OpenProposal> open) {
    Optional<Rejected> complaint = TestKeyRule.complaint(entry, open);
    complaint.ifPresent(it -> assertTrue(it.detail().contains("everybody knows"), it.detail()));
    return complaint.map(Rejected::rejection);
  }

  private static Sign1 card(Member member) {
    return member.signCard(Alliance.KEYS.registrar(), 1);
  }

  @Test
  void aProposalBringsNoMemberWithOneNorNewKeysOfWhichOneIs() throws RefusalException {
    Sign1 card = card(Alliance.withPublishedKey());
    for (Change change : List.of(Change.admit(card), Change.replace(card))) {
      assertEquals(
          Optional.of(Rejection.TEST_KEY), why(signed(proposal(change)), Optional.empty()));
    }
    Change good = Change.admit(card(Alliance.ONE));
    assertEquals(Optional.empty(), why(signed(proposal(good)), Optional.empty()));
    Change removed = new Change.Remove(Alliance.MEMBER);
    assertEquals(Optional.empty(), why(signed(proposal(removed)), Optional.empty()));
  }

  @Test
  void nobodyVotesForOneThatIsOpenButMayVoteAgainstIt() throws RefusalException {
    Proposal proposal = proposal(Change.admit(card(Alliance.withPublishedKey())));
    Sign1 entry = signed(proposal);
    Optional<OpenProposal> open =
        Optional.of(new OpenProposal(entry, 1, proposal, Map.of(Alliance.MEMBER, true), List.of()));
    assertEquals(Optional.of(Rejection.TEST_KEY), why(vote(entry, true), open));
    assertEquals(Optional.empty(), why(vote(entry, false), open));
    assertEquals(Optional.empty(), why(vote(entry, true), Optional.empty()));
  }

  private static Sign1 vote(Sign1 proposal, boolean approves) {
    return new Vote(proposal.id(), approves).sign(Alliance.KEYS.governor(), Alliance.MEMBER, 1);
  }

  @Test
  void aRegistrationThatAMemberSignedElsewhereIsLookedAtToo() {
    Sign1 published =
        Alliance.signed(
            Alliance.registration(Alliance.SENSOR, Alliance.published("scanner"), Kind.TELEMETRY));
    assertEquals(Optional.of(Rejection.TEST_KEY), why(published, Optional.empty()));
    Sign1 own = Alliance.registered(Alliance.SENSOR, Kind.TELEMETRY);
    assertEquals(Optional.empty(), why(own, Optional.empty()));
  }
}
