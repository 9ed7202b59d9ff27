package org.baymark.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
      assertEquals(true, alliance.sameHead(without.size() + 2).size() > without.size());
    }
  }
}
