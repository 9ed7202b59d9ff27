package org.baymark.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.baymark.protocol.log.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One log at several members: who is there goes on, and who comes back gets all of it. */
class SeveralMembersTest {
  @TempDir Path folder;

  @Test
  void allKeepOneLogWhoeverIsAsked() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      for (int i = 0; i < 6; i++) {
        alliance.admit(i % 3, "gateway" + i);
      }
      alliance.sameHead(8);
    }
  }

  @Test
  void aLeaderThatIsGoneStopsNobody() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int leader = alliance.leader();
      alliance.stop(leader);
      alliance.admit((leader + 1) % 3, "second");
      Checkpoint without = alliance.sameHead(5);
      alliance.start(leader);
      alliance.admit(leader, "third");
      assertTrue(alliance.sameHead(without.size() + 2).size() > without.size());
    }
  }

  @Test
  void whoLostItsDiskExecutesTheLogAgain() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int follower = (alliance.leader() + 1) % 3;
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
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int follower = (alliance.leader() + 1) % 3;
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
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(1, "first");
      Checkpoint before = alliance.sameHead(3);
      for (int i = 0; i < 3; i++) {
        alliance.stop(i);
      }
      alliance.startAll();
      alliance.admit(2, "second");
      assertTrue(alliance.sameHead(5).size() > before.size());
    }
  }
}
