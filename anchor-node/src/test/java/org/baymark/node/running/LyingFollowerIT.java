package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members as processes, and in place of the fourth a program that has its keys and follows
 * nobody: what it says to them, and how it comes in at their doors, stops nothing, gets nothing
 * certified that the three did not execute, and convicts it.
 */
@Tag("one-release")
class LyingFollowerIT {
  private static final int LIAR = 3;
  private static final List<Integer> HONEST = List.of(0, 1, 2);
  private static final String CONFLICTS = "/evidence/conflicts";

  private final long seed = Long.getLong("faults.seed", System.nanoTime());

  @TempDir Path temporary;

  @Test
  void theOthersGoOnAndConvictIt() throws Exception {
    try (MemberProcesses members = new MemberProcesses(temporary, 4, seed)) {
      members.startAll();
      try (Outsider outsider = new Outsider(members, "-Dfaults.seed=" + seed);
          Load one = Load.admitted(members, "one", seed)) {
        outsider.awaitProgress("the start", one);
        members.kill(LIAR); // as it was; now it lies
        assertEquals("lies", members.startInstead(LIAR, LyingFollower.class));
        outsider.awaitProgress("a member lied", one);
        for (int member : HONEST) {
          stopEpoch(members, member); // what was said in it is of no use any more
        }
        for (int member : HONEST) {
          RunningAlliance.await(
              "member " + member + " is in another epoch",
              () -> Optional.of(epoch(members, member)).filter(epoch -> epoch > 0));
        }
        outsider.awaitProgress("old votes in a new epoch", one);
        for (int member : HONEST) {
          convicts(members, member);
        }
        outsider.awaitProgress("all that", one);
        assertTrue(members.isRunning(LIAR), "it lies to the end");
        outsider.allIsWell(HONEST, one);
        for (int member : HONEST) {
          assertTrue(members.isRunning(member), "a heap of 64 MB was enough: " + member);
          assertFalse(members.said(member).contains("OutOf"), members.said(member));
        }
      }
    }
  }

  private static void stopEpoch(MemberProcesses members, int member) throws Exception {
    String token = Files.readString(members.dir(member).resolve("admin.token")).strip();
    assertEquals(
        200,
        members.operator(member).post("/stop?epoch=0", "Bearer " + token, Bytes.EMPTY).status());
  }

  private static long epoch(MemberProcesses members, int member) {
    return new JsonObject(members.client(member).get("/status").body().utf8()).getLong("epoch");
  }

  private static List<JsonObject> conflicts(MemberProcesses members, int member) {
    return new JsonArray(members.client(member).get(CONFLICTS).body().utf8())
        .stream().map(JsonObject.class::cast).toList();
  }

  /** It, of both, by files that a stranger accepts; and nobody else. */
  private void convicts(MemberProcesses members, int member) throws Exception {
    Set<String> both = Set.of("two reports", "two co-signatures");
    List<JsonObject> shown =
        RunningAlliance.await(
            "member " + member + " shows two reports and two co-signatures",
            () ->
                Optional.of(conflicts(members, member))
                    .filter(
                        all ->
                            all.stream()
                                .filter(it -> it.getBoolean("accusation"))
                                .map(it -> it.getString("signed"))
                                .collect(Collectors.toSet())
                                .containsAll(both)));
    for (JsonObject one : shown) {
      assertEquals(RunningAlliance.name(LIAR).text(), one.getString("member"));
      if (one.getBoolean("accusation")) {
        Bytes octets = members.client(member).get(one.getString("file")).body();
        Path file = temporary.resolve(member + "-" + one.getString("id"));
        Files.write(file, octets.toArray());
        assertEquals(
            0,
            Program.run("accuse", file.toString(), "--trust", members.trust().toString()),
            one::encode);
      }
    }
  }
}
