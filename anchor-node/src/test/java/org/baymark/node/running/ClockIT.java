package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members whose clocks are hours ahead, hours behind, and jump while they run (libfaketime). */
@Tag("one-release")
class ClockIT {
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  private static final int RIGHT = 0;
  private static final int AHEAD = 1;
  private static final int BEHIND = 2;
  private static final int JUMPS = 3;
  private static final long HOUR_SECONDS = 3_600;

  private final long seed = Long.getLong("faults.seed", System.nanoTime());

  @TempDir Path temporary;

  private static Path library() {
    Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
    if (library.isEmpty()) {
      String what = "skipped: no libfaketime here (Debian: apt install libfaketime)";
      assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      assumeTrue(false, what);
    }
    return library.orElseThrow();
  }

  /**
   * Only the clock that can be set: waiting for a time to pass is not what is tested. libfaketime
   * takes a timed wait on the other clock for one on this, unless it is told that the system's
   * library needs no help: then Object.wait(500) would come back at once.
   */
  private static Map<String, String> clock(String... settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", library().toString());
    environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    environment.put("DONT_FAKE_MONOTONIC", "1"); // its name in older releases
    environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return environment;
  }

  private Path offset() {
    return temporary.resolve("offset");
  }

  private void jump(String offset) throws IOException, InterruptedException {
    Files.writeString(offset(), offset + "\n");
    Thread.sleep(2_000); // the file is read once a second
  }

  @Test
  void noClockDecidesAnything() throws Exception {
    Files.writeString(offset(), "+0\n");
    Map<Integer, Map<String, String>> clocks =
        Map.of(
            AHEAD,
            clock("FAKETIME", "+5h"),
            BEHIND,
            clock("FAKETIME", "-5h"),
            JUMPS,
            clock("FAKETIME_TIMESTAMP_FILE", offset().toString(), "FAKETIME_CACHE_DURATION", "1"));
    try (MemberProcesses members = new MemberProcesses(temporary, 4, seed)) {
      for (int i = 0; i < members.size; i++) {
        members.environment(i, clocks.getOrDefault(i, Map.of()));
        members.set(i, "stop-after", "90s"); // by a clock that jumps it would be over at once
      }
      members.startAll();
      try (Outsider outsider = new Outsider(members, "-Dfaults.seed=" + seed);
          Load one = Load.admitted(members, "one", seed)) {
        outsider.awaitProgress("the start", one);
        theyAreWrongAndTheCheckpointIsNot(members);
        for (String offset : List.of("+7h", "-7h")) {
          jump(offset);
          outsider.awaitProgress("a jump to " + offset, one);
        }
        members.kill(JUMPS); // and begins again hours before what it signed last
        members.start(JUMPS);
        outsider.awaitProgress("a restart", one);
        RunningAlliance.await("it answers again", () -> Optional.of(status(members, JUMPS)));
        ageIsNoClockReading(members);
        outsider.awaitProgress("all that", one);
        jump("+0");
        outsider.allIsWell(one);
        for (int i = 0; i < members.size; i++) {
          assertEquals(0, status(members, i).getLong("epoch"), "no epoch was ended for it");
          nothingIsClaimedWrongly(members, i);
        }
      }
    }
  }

  /** What the members say when they signed it; and when it was by the rule of the policy. */
  private static void theyAreWrongAndTheCheckpointIsNot(MemberProcesses members) throws Exception {
    Policy policy =
        Policy.parse(Bytes.owning(Files.readAllBytes(members.trust()))).toOptional().orElseThrow();
    for (int wrong : List.of(AHEAD, BEHIND)) {
      Judgement judgement =
          RunningAlliance.await(
              "member " + wrong + " co-signs",
              () ->
                  SignedCheckpoint.parse(members.client(wrong).get("/checkpoint").body())
                      .toOptional()
                      .map(policy::judge)
                      .filter(it -> late(it, wrong).isPresent()));
      assertEquals(wrong == AHEAD ? 5 : -5, late(judgement, wrong).orElseThrow(), "hours");
      assertEquals(0, hours(judgement.time().orElseThrow()), judgement::toString);
    }
  }

  private static Optional<Long> late(Judgement judgement, int member) {
    return judgement.cosignatures().stream()
        .filter(it -> it.witness().key().name().equals(RunningAlliance.name(member).text()))
        .map(it -> hours(it.seconds()))
        .findFirst();
  }

  /** From now, rounded. */
  private static long hours(long seconds) {
    double late = (double) (seconds - System.currentTimeMillis() / 1_000) / HOUR_SECONDS;
    return Math.round(late);
  }

  private static JsonObject status(MemberProcesses members, int member) {
    return new JsonObject(members.client(member).get("/status").body().utf8());
  }

  /** Each is well and says so, accuses nobody, and knows how old its last certified head is. */
  private static void nothingIsClaimedWrongly(MemberProcesses members, int member) {
    JsonObject health = new JsonObject(members.client(member).get("/healthz").body().utf8());
    assertEquals("ok", health.getString("status"), health::encode);
    assertFalse(health.containsKey("alarm"), health::encode);
    assertEquals(0, health.getInteger("conflicts"), health::encode);
    long age = health.getJsonObject("checkpoint").getLong("ageMillis");
    assertTrue(age >= 0 && age < 120_000, health::encode);
  }

  private static long ageMillis(MemberProcesses members) {
    return status(members, JUMPS).getJsonObject("certified").getLong("ageMillis");
  }

  /** That nothing is certified any more has to be seen, whatever the clock does meanwhile. */
  private void ageIsNoClockReading(MemberProcesses members) throws Exception {
    members.net().everywhere(Link.Weather.CUT);
    Thread.sleep(1_000); // what is on its way may be certified yet
    jump("+7h");
    long before = ageMillis(members);
    assertTrue(before > 1_000 && before < HOUR_SECONDS * 1_000, "age of " + before + " ms");
    jump("-7h");
    long after = ageMillis(members);
    assertTrue(after >= before + 1_000, "from " + before + " to " + after + " ms");
    members.net().everywhere(Link.Weather.FAIR);
  }
}
