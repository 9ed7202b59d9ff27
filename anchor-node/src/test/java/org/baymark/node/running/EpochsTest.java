package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.baymark.node.cli.Terminal;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches that lose, and epochs that end: nothing certified is lost, and nothing handed in. */
class EpochsTest {
  @TempDir Path folder;

  private static void certified(RunningAlliance alliance, int which, Digest entry) {
    assertTrue(
        RunningAlliance.await(
            "member " + which + " has " + entry,
            () -> Optional.of(alliance.isCertified(which, entry)).filter(it -> it)));
  }

  /** The leader executed what nobody else did: the three others certify without it. */
  @Test
  void whoseBranchLosesTakesTheCertifiedOne() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      Checkpoint before = alliance.sameHead(3);
      int leader = alliance.leader();
      Digest slipped = alliance.slip(leader, "slipped");
      alliance.admit((leader + 1) % 4, "second");
      for (int i = 0; i < 4; i++) {
        certified(alliance, i, slipped);
        assertTrue(alliance.holds(i, before));
        assertEquals(0, alliance.epoch(i));
      }
      alliance.sameHead(before.size() + 2);
    }
  }

  /**
   * Of three that are there one is on another branch: nothing is certified, until they end the
   * epoch by themselves; and the next one too, for the member that has to open it is away. When
   * that one comes back it goes straight to the epoch of the others.
   */
  @Test
  void whereNothingIsCertifiedAnotherEpochBegins() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.stopsAfter(Duration.ofSeconds(2));
      alliance.startAll();
      alliance.admit(0, "first");
      Checkpoint before = alliance.sameHead(3);
      alliance.stop(1);
      Digest slipped = alliance.slip(2, "slipped");
      alliance.admit(3, "second");
      for (int i : new int[] {0, 2, 3}) {
        certified(alliance, i, slipped);
        assertTrue(alliance.holds(i, before));
        assertTrue(alliance.epoch(i) > 1);
      }
      alliance.start(1);
      alliance.admit(1, "third");
      alliance.sameHead(before.size() + 4);
      certified(alliance, 1, slipped);
      RunningAlliance.await(
          "one epoch", () -> Optional.of(alliance.epoch(0)).filter(it -> it == alliance.epoch(1)));
    }
  }

  /** Who leads hands one command to one follower and another to another. */
  @Test
  void aLeaderThatLiesIsSeenAndLeftBehindByCommand() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      Checkpoint before = alliance.sameHead(3);
      Object[] status = {"alliance", "status", 0, 0, 0, 0};
      for (int i = 0; i < 4; i++) {
        status[2 + i] = alliance.url(i);
      }
      await(0, "certified " + before.size(), status);
      int leader = alliance.leader();
      int one = (leader + 1) % 4;
      int two = (leader + 2) % 4;
      Digest first = alliance.slip(one, "one");
      Digest second = alliance.slip(two, "two");
      alliance.admit((leader + 3) % 4, "second");
      await(1, "DISAGREES", status);
      assertEquals(Optional.of(before), alliance.checkpoint(leader), "nothing is certified");

      Terminal.Outcome alone = recover(alliance, one, "1s");
      assertEquals(
          "epoch 0: stop signed\n1 of 3 stops: "
              + RunningAlliance.name(one)
              + "; ask the operators"
              + " of the others to do the same\n",
          alone.out());
      await(1, "STOPPED epoch 0 (1 of 3 stops)", status);
      Terminal.Outcome done = recover(alliance, two, "60s"); // f+1: the others join in
      assertTrue(done.out().startsWith("epoch 0: stop signed\nepoch 1: begun, from "), done.out());
      int third = (leader + 3) % 4;
      RunningAlliance.await(
          "epoch 1", () -> Optional.of(alliance.epoch(third)).filter(it -> it == 1));
      NodeClient.Answer refused = stop(alliance, third, "");
      assertEquals(409, refused.status());
      assertEquals("too-soon", refused.title());
      assertTrue(refused.detail().startsWith("epoch 1 began"), refused.detail());
      Terminal.Outcome early =
          Terminal.run("alliance", "recover", "--dir", alliance.operated(third), "--wait", "1s");
      boolean works = early.out().startsWith("epoch 1: begun, and certified its last head");
      boolean isEarly = early.out().startsWith("epoch 1 began ");
      assertTrue(works ? early.code() == 0 : isEarly && early.code() == 75, early.out());
      for (int i = 0; i < 4; i++) {
        certified(alliance, i, first);
        certified(alliance, i, second);
        assertTrue(alliance.holds(i, before));
      }
      await(0, "epoch 1, ", status);
      Terminal.Outcome late = recover(alliance, leader, "1s");
      assertTrue(late.out().startsWith("epoch 1: begun, and certified its last head"), late.out());
      assertEquals(1, alliance.epoch(leader));
      await(0, "epoch 1, ", status);
      assertEquals(200, stop(alliance, third, "?epoch=0").status(), "that one is over");
      await(0, "epoch 1, ", status);
      assertEquals(200, stop(alliance, third, "?epoch=1").status());
      await(1, "STOPPED epoch 1 (1 of 3 stops)", status);
    }
  }

  private static NodeClient.Answer stop(RunningAlliance alliance, int which, String epoch) {
    String token = "Bearer " + RunningAlliance.TOKEN;
    return alliance.operator(which).post("/stop" + epoch, token, Bytes.EMPTY);
  }

  private static Terminal.Outcome recover(RunningAlliance alliance, int which, String wait)
      throws Exception {
    Terminal.Outcome outcome =
        Terminal.run("alliance", "recover", "--dir", alliance.operated(which), "--wait", wait);
    assertEquals(0, outcome.code(), outcome.err());
    return outcome;
  }

  private static void await(int code, String part, Object... words) {
    Terminal.Outcome unused =
        RunningAlliance.await(
            part,
            () ->
                Optional.of(Terminal.run(words))
                    .filter(it -> it.code() == code && it.out().contains(part)));
  }
}
