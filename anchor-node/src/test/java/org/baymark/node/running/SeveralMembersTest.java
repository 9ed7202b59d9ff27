package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import org.baymark.node.peer.Address;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.registration.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One log at several members: who is there goes on, and who comes back gets all of it. */
class SeveralMembersTest {
  @TempDir Path folder;

  @Test
  void allKeepOneLogWhoeverIsAsked() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      for (int i = 0; i < 6; i++) {
        alliance.admit(i % 4, "gateway" + i);
      }
      alliance.sameHead(8);
    }
  }

  /** Its card names 127.0.0.1; its settings say every address, of which 127.0.0.2 is one. */
  @Test
  void aMemberListensWhereItsSettingsSayAndIsReachedWhereItsCardSays() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(0, "gateway");
      for (int i = 0; i < 3; i++) {
        Member.Addresses at = alliance.member(i).addresses();
        assertEquals(i == 0, isReached(Address.parse(at.peer()).orElseThrow().port()), at.peer());
        assertEquals(i == 0, isReached(Address.parse(at.order()).orElseThrow().port()), at.order());
      }
      alliance.sameHead(3);
    }
  }

  private static boolean isReached(int port) {
    try (Socket socket = new Socket("127.0.0.2", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aLeaderThatIsGoneStopsNobody() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int leader = alliance.leader();
      Checkpoint before = alliance.sameHead(3); // or one checkpoint may cover both of them
      alliance.stop(leader);
      alliance.admit((leader + 1) % 4, "second");
      Checkpoint without = alliance.sameHead(before.size() + 2);
      alliance.start(leader);
      alliance.admit(leader, "third");
      assertTrue(alliance.sameHead(without.size() + 2).size() > without.size());
    }
  }

  @Test
  void aMemberThatIsWellSaysThatTheOthersAreAway() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      alliance.stop(2);
      alliance.stop(3);
      NodeClient.Answer answer = alliance.asked(0, "second");
      assertEquals(503, answer.status());
      assertEquals("unavailable", answer.title());
      alliance.start(2);
      alliance.admit(0, "second");
    }
  }

  @Test
  void whoLostItsDiskExecutesTheLogAgain() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int follower = (alliance.leader() + 1) % 4;
      alliance.sameHead(3);
      alliance.stop(follower);
      alliance.wipe(follower);
      alliance.admit(alliance.leader(), "second");
      alliance.start(follower);
      alliance.admit(follower, "third");
      alliance.sameHead(6);
    }
  }

  /** More than the leader keeps for it (Tuning.SNAPSHOT_EVERY): the rest it copies and executes. */
  @Test
  void whoWasAwayForLongCopiesWhatTheLeaderThrewAway() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int follower = (alliance.leader() + 1) % 4;
      alliance.sameHead(3);
      alliance.stop(follower);
      alliance.refusedCommands(alliance.leader(), 9_000);
      alliance.admit(alliance.leader(), "second");
      alliance.start(follower);
      alliance.admit(follower, "third");
      alliance.sameHead(6);
    }
  }

  @Test
  void whatWasAnsweredIsThereAfterAllStopAndStart() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(1, "first");
      Checkpoint before = alliance.sameHead(3);
      for (int i = 0; i < 4; i++) {
        alliance.stop(i);
      }
      alliance.startAll();
      alliance.admit(2, "second");
      assertTrue(alliance.sameHead(5).size() > before.size());
    }
  }

  /** Every member serves what three of four certified, and no head that fewer did. */
  @Test
  void whatIsServedIsCertified() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(2, "first");
      alliance.sameHead(3);
      for (int i = 0; i < 4; i++) {
        assertTrue(alliance.members.certify(alliance.note(i).orElseThrow()), "member " + i);
      }
      alliance.stop(0);
      alliance.stop(1);
      Optional<Checkpoint> before = alliance.checkpoint(2);
      Thread.sleep(3_000);
      assertEquals(before, alliance.checkpoint(2), "two of four certify nothing");
      alliance.start(0);
      alliance.admit(2, "second");
      Checkpoint after = alliance.sameHead(before.orElseThrow().size() + 2);
      assertTrue(alliance.members.certify(alliance.note(3).orElseThrow()));
      assertTrue(after.size() > before.orElseThrow().size());
    }
  }
}
