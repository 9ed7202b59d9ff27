package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members change their alliance while it runs (PROTOCOL.md, section 23). */
class ChangeOfMembersTest {
  @TempDir Path folder;

  private static SignedCheckpoint certifiedBy(RunningAlliance alliance, int which, Members set) {
    return RunningAlliance.await(
        "a head certified by " + set.members().size(),
        () -> alliance.note(which).filter(set::certify));
  }

  private static void isOrderedAmong(RunningAlliance alliance, int which, int count) {
    RunningAlliance.await(
        "an order among " + count,
        () ->
            Optional.of(alliance.node(which).takingPart()).filter(names -> names.size() == count));
  }

  @Test
  void fourAdmitAFifthAndRemoveOne() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      Members four = alliance.members;
      SignedCheckpoint before = certifiedBy(alliance, 0, four);
      int fifth = alliance.newcomer();
      alliance.start(fifth); // nobody lets it in yet
      alliance.carry(1, Change.admit(alliance.card(fifth)), 0, 2);
      Members five = alliance.membersAt(0);
      assertEquals(5, five.members().size());

      isOrderedAmong(alliance, alliance.leader(), 5);
      alliance.admit(fifth, "second");
      alliance.sameHead(before.checkpoint().size() + 4);
      SignedCheckpoint after = certifiedBy(alliance, fifth, five);
      assertTrue(after.checkpoint().size() > before.checkpoint().size());

      int leaver = alliance.leader();
      int other = (leaver + 1) % 5;
      alliance.carry(
          other,
          new Change.Remove(RunningAlliance.name(leaver)),
          (leaver + 2) % 5,
          (leaver + 3) % 5,
          (leaver + 4) % 5);
      Members left = alliance.membersAt(other);
      assertEquals(4, left.members().size());
      alliance.stop(leaver);
      alliance.admit(other, "third");
      isOrderedAmong(alliance, other, 4);
      SignedCheckpoint last = certifiedBy(alliance, other, left);

      alliance.stop(other);
      alliance.start(other);
      alliance.admit(other, "fourth");
      alliance.sameHead(last.checkpoint().size() + 2);
      assertEquals(left, alliance.membersAt(other));
      assertTrue(left.certify(alliance.note(other).orElseThrow()));
      isLedTo(left, four, alliance.client(other));
    }
  }

  /**
   * Whoever has the first trust file can tell from any member's answer who is to be believed now.
   */
  private static void isLedTo(Members now, Members before, NodeClient member) {
    NodeClient.Answer answer = member.get("/members/succession");
    assertEquals(200, answer.status());
    Succession changes = Succession.parse(answer.body()).toOptional().orElseThrow();
    assertEquals(before, changes.first());
    Succession.Line line = changes.line();
    assertEquals(Optional.empty(), line.fault());
    assertEquals(now, line.last());
    for (TrustFile sort : List.of(TrustFile.QUORUM, TrustFile.JURISDICTIONS)) {
      Succession.Led led = line.lead(sort.policy(before).orElseThrow()).orElseThrow();
      assertEquals(2, led.changes());
      assertTrue(led.policy().asksTheSame(sort.policy(now).orElseThrow()));
    }
  }

  /** With its governor key, which needs no record, it could propose this itself. */
  @Test
  void whoLostItsRecordVotesAgainWithNewKeys() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int loser = (alliance.leader() + 1) % 4;
      int first = (loser + 1) % 4;
      int second = (loser + 2) % 4;
      int third = (loser + 3) % 4;
      alliance.stop(loser);
      alliance.wipe(loser);
      alliance.start(loser);
      alliance.newKeys(loser);
      alliance.carry(first, Change.replace(alliance.card(loser)), second, third);
      Members after = alliance.membersAt(first);
      assertEquals(alliance.member(loser), after.member(RunningAlliance.name(loser)).orElseThrow());
      alliance.stop(loser);
      alliance.start(loser);
      alliance.stop(first);
      alliance.admit(second, "second");
      long size = alliance.node(second).sequencer().status().size();
      RunningAlliance.await(
          "a head that takes its signature",
          () ->
              alliance
                  .note(second)
                  .filter(after::certify)
                  .filter(note -> note.checkpoint().size() >= size));
    }
  }

  @Test
  void aDecisionIsAMembersOrNothing() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int stranger = alliance.newcomer();
      Digest open = alliance.propose(0, Change.admit(alliance.card(stranger)));
      NodeClient.Answer refused = alliance.vote(0, open, true);
      assertEquals(409, refused.status());
      long size = alliance.node(0).sequencer().status().size();
      var foreign =
          new org.baymark.protocol.governance.Vote(open, true)
              .sign(alliance.keys(stranger).governor(), RunningAlliance.name(stranger), 5);
      assertEquals(409, alliance.decide(0, foreign).status());
      String text = alliance.client(1).get("/proposals").body().utf8();
      assertTrue(text.contains(open.bytes().hex()), text);
      assertTrue(text.contains("\"" + RunningAlliance.name(0) + "\" : \"yes\""), text);
      assertTrue(alliance.node(0).sequencer().status().size() >= size);
    }
  }
}
