package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.node.order.LyingLeader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members as processes, and in place of the fourth a program that has its keys and leads: it
 * tells each of them another order, forges the configuration of one, and votes for nothing.
 */
@Tag("one-release")
class LyingLeaderIT {
  private static final int LIAR = 3;
  private static final List<Integer> HONEST = List.of(0, 1, 2);

  private final long seed = Long.getLong("faults.seed", System.nanoTime());

  @TempDir Path temporary;

  @Test
  void theOthersEndItsEpochAndGoOn() throws Exception {
    try (MemberProcesses members = new MemberProcesses(temporary, 4, seed)) {
      for (int member : HONEST) {
        members.set(member, "stop-after", "15s");
      }
      members.startAll();
      try (Outsider outsider = new Outsider(members, "-Dfaults.seed=" + seed);
          Load one = Load.admitted(members, "one", seed)) {
        outsider.awaitProgress("the start", one);
        members.kill(LIAR); // as it was; now it lies
        outsider.awaitProgress("the fourth went", one);
        assertEquals("lied", members.startInstead(LIAR, LyingLeader.class));
        for (int member : HONEST) {
          RunningAlliance.await(
              "member " + member + " is in another epoch",
              () -> Optional.of(epoch(members, member)).filter(epoch -> epoch > 0));
        }
        outsider.awaitProgress("its epoch", one);
        assertTrue(members.isRunning(LIAR), "it lies to the end");
        outsider.allIsWell(HONEST, one);
        for (int member : HONEST) {
          // Whoever leads signs no order: what it told one it can deny to the other.
          String conflicts = members.client(member).get("/evidence/conflicts").body().utf8();
          assertEquals(new JsonArray(), new JsonArray(conflicts), "conflicts at " + member);
        }
      }
    }
  }

  private static long epoch(MemberProcesses members, int member) {
    return new JsonObject(members.client(member).get("/status").body().utf8()).getLong("epoch");
  }
}
