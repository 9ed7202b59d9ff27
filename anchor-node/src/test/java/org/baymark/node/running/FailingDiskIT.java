package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.SignedCheckpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four members as processes; on the disk of one of them one write, flush or change of size after
 * the other fails, while it runs and while it starts. What it signed is on its disk, and it goes on
 * or ends with one sentence, and goes on when it is started again. {@code -Dfaults.rounds} says how
 * often, {@code -Dfaults.seed} plays the same again.
 */
@Tag("one-release")
class FailingDiskIT {
  private static final int VICTIM = 2;
  private static final int ROUNDS = Integer.getInteger("faults.rounds", 6);

  /** What it has on its disk and could sign or answer by. */
  private static final String[] FILES = {"/m2/node.db", "/m2/signed.mark", "/m2/ratis/"};

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path temporary;

  @Test
  void whatIsNotOnTheDiskIsNotSigned() throws Exception {
    FailingDisk disk = FailingDisk.in(temporary);
    try (MemberProcesses members = new MemberProcesses(temporary, 4, seed)) {
      members.environment(VICTIM, disk.environment(FILES));
      members.startAll();
      try (Outsider outsider = new Outsider(members, "-Dfaults.seed=" + seed);
          Load one = Load.admitted(members, "one", seed)) {
        outsider.awaitProgress("the start", one);
        signs(outsider);
        int ended = 0;
        for (int round = 0; round < ROUNDS; round++) {
          String when = play(members, disk, round);
          if (!members.isRunning(VICTIM)) {
            ended++;
            recordHolds(members, outsider, when);
            members.start(VICTIM);
          }
          signs(outsider);
          assertNull(status(members).getString("silence"), when);
        }
        assertTrue(ended > 0, "it never ended");
        outsider.awaitProgress("the last failure", one);
        outsider.allIsWell(one);
        for (int member = 0; member < members.size; member++) {
          String conflicts = members.client(member).get("/evidence/conflicts").body().utf8();
          assertEquals(new JsonArray(), new JsonArray(conflicts), "nobody signed twice");
        }
        System.out.printf(
            "%d failures of a disk, of which %d ended a member (-Dfaults.seed=%d)%n",
            disk.failed(), ended, seed);
      }
    }
  }

  /** Lets something fail, and waits until it has ended or gone on. */
  private String play(MemberProcesses members, FailingDisk disk, int round) throws Exception {
    // The first ones in turn; others come at the start, and later.
    int operation = round < ROUNDS / 2 ? 1 + round : 1 + random.nextInt(60);
    boolean isAtStart = round % 3 == 2;
    int error = random.nextBoolean() ? FailingDisk.EIO : FailingDisk.ENOSPC;
    FailingDisk.Fate fate = FailingDisk.Fate.values()[round % 3 == 1 ? 2 : random.nextInt(3)];
    String when =
        "operation %d%s fails (%d, %s), round %d, -Dfaults.seed=%d"
            .formatted(operation, isAtStart ? " of a start" : "", error, fate, round, seed);
    int before = disk.failed();
    int said = members.said(VICTIM).length();
    if (isAtStart) {
      members.kill(VICTIM);
      disk.failAt(operation, error, fate);
      members.start(VICTIM);
    } else {
      disk.failAt(operation, error, fate);
    }
    RunningAlliance.await(when, () -> Optional.of(disk.failed()).filter(failed -> failed > before));
    long size = newest(members);
    RunningAlliance.await(
        "it ends or goes on, " + when,
        () ->
            Optional.of(0)
                .filter(any -> !members.isRunning(VICTIM) || certified(members, VICTIM) > size));
    if (!members.isRunning(VICTIM)) {
      List<String> sentences =
          members
              .said(VICTIM)
              .substring(said)
              .lines()
              .filter(it -> it.startsWith("baymark:"))
              .toList();
      assertEquals(1, sentences.size(), when + ": " + members.said(VICTIM).substring(said));
      assertTrue(
          sentences.get(0).matches("baymark: (the node had to stop|This node does not start): .+"),
          sentences.get(0));
    }
    assertFalse(members.said(VICTIM).contains("\tat "), members.said(VICTIM));
    return when;
  }

  /** Others have its line under a head that was not there before. */
  private static void signs(Outsider outsider) {
    String name = RunningAlliance.name(VICTIM).toString();
    long before = Math.max(outsider.signed(name), outsider.largest());
    RunningAlliance.await(
        "it signs a head of more than " + before + " entries",
        () -> Optional.of(outsider.signed(name)).filter(size -> size > before));
  }

  private static long newest(MemberProcesses members) {
    return Math.max(certified(members, 0), certified(members, VICTIM));
  }

  private static long certified(MemberProcesses members, int member) {
    try {
      NodeClient.Answer note = members.client(member).get("/checkpoint");
      return note.status() == 200
          ? SignedCheckpoint.parse(note.body()).toOptional().orElseThrow().checkpoint().size()
          : 0;
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  private static JsonObject status(MemberProcesses members) {
    return new JsonObject(members.client(VICTIM).get("/status").body().utf8());
  }

  /** What others saw of its co-signatures stands in its own record, as its disk has it now. */
  private void recordHolds(MemberProcesses members, Outsider outsider, String when)
      throws IOException, SQLException {
    long seen = outsider.signed(RunningAlliance.name(VICTIM).toString());
    Path copy = Files.createTempDirectory(temporary, "record");
    for (String file : List.of("node.db", "node.db-wal")) {
      Path from = members.dir(VICTIM).resolve(file);
      if (Files.exists(from)) {
        Files.copy(from, copy.resolve(file));
      }
    }
    String query = "SELECT note FROM cosignature ORDER BY epoch DESC LIMIT 1";
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("node.db"));
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      assertTrue(row.next(), when + ": there is no record at all");
      Bytes note = Bytes.owning(row.getBytes(1));
      long recorded = SignedCheckpoint.parse(note).toOptional().orElseThrow().checkpoint().size();
      assertTrue(recorded >= seen, when + ": signed " + seen + ", recorded " + recorded);
    }
  }
}
