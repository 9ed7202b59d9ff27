package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four members as processes; while one is down, bytes of its database turn into others. It says
 * what is wrong and ends, or what is wrong is never seen: it shows nothing that the others do not
 * show, and signs nothing that they do not sign.
 */
@Tag("one-release")
class DamagedDatabaseIT {
  private static final int VICTIM = 2;

  /** How many bytes of the file are turned, one time after the other; the first is its header. */
  private static final List<Integer> TURNED = List.of(0, 1_000, 40, 3);

  /** Two numbers of the header say whose the file is, and those may be hit. */
  private static final List<String> SENTENCES =
      List.of(StoreException.DAMAGED, "was not made by an anchor node", "has the form");

  /** Its head and some frames, all of which SQLite checks. */
  private static final int WAL_BEGINNING = 8_000;

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path temporary;

  @Test
  void itIsSaidAndNothingWrongIsShownOrSigned() throws Exception {
    try (MemberProcesses members = new MemberProcesses(temporary, 4, seed)) {
      members.startAll();
      try (Outsider outsider = new Outsider(members, "-Dfaults.seed=" + seed);
          Load one = Load.admitted(members, "one", seed)) {
        outsider.awaitProgress("the start", one);
        hasWhatOthersHave(members, outsider);
        int refused = 0;
        for (int turned : TURNED) {
          members.stop(VICTIM);
          refused += isRefused(members, turned) ? 1 : 0;
          if (!members.isRunning(VICTIM)) {
            members.start(VICTIM); // with what it had: it wrote nothing since
          }
          hasWhatOthersHave(members, outsider);
          outsider.awaitProgress("a start after damage", one);
        }
        assertTrue(refused >= 2, "of the header, and of a thousand bytes: " + refused);

        members.stop(VICTIM); // and does what the sentence says
        Files.move(database(members), temporary.resolve("moved away"));
        members.start(VICTIM);
        hasWhatOthersHave(members, outsider);
        assertNotNull(status(members, VICTIM).getString("silence"), "it signs nothing more");
        outsider.awaitProgress("the copy", one);
        outsider.allIsWell(one);
        for (int member = 0; member < members.size; member++) {
          String conflicts = members.client(member).get("/evidence/conflicts").body().utf8();
          assertEquals(new JsonArray(), new JsonArray(conflicts), "nobody signed twice");
        }
        assertFalse(members.said(VICTIM).contains("\tat "), members.said(VICTIM));
      }
    }
  }

  /** SQLite takes what was committed from there on for never committed, and says nothing. */
  @Test
  void aBitThatTurnsInTheWriteAheadLogEndsItsVotesAndNothingElse() throws Exception {
    try (MemberProcesses members = new MemberProcesses(temporary, 4, seed)) {
      members.startAll();
      try (Outsider outsider = new Outsider(members, "-Dfaults.seed=" + seed);
          Load one = Load.admitted(members, "one", seed)) {
        outsider.awaitProgress("the start", one);
        hasWhatOthersHave(members, outsider);
        members.kill(VICTIM);
        Path log = database(members).resolveSibling("node.db-wal");
        byte[] octets = Files.readAllBytes(log);
        octets[random.nextInt(Math.min(octets.length, WAL_BEGINNING))] ^= 1;
        Files.write(log, octets);
        members.start(VICTIM);
        hasWhatOthersHave(members, outsider);
        String silence = status(members, VICTIM).getString("silence");
        assertNotNull(silence, "it signs nothing more");
        assertTrue(silence.contains("no record of"), silence);
        outsider.awaitProgress("a start without its record", one);
        outsider.allIsWell(one);
        for (int member = 0; member < members.size; member++) {
          String conflicts = members.client(member).get("/evidence/conflicts").body().utf8();
          assertEquals(new JsonArray(), new JsonArray(conflicts), "nobody signed twice");
        }
      }
    }
  }

  private void hasWhatOthersHave(MemberProcesses members, Outsider outsider) throws Exception {
    long size = outsider.awaitCheckpoint(0).size();
    try {
      RunningAlliance.await(
          "the victim has " + size + " entries",
          () -> outsider.checkpoint(VICTIM).filter(head -> head.size() >= size));
    } catch (AssertionError e) {
      throw new AssertionError("with seed " + seed + " it said: " + members.said(VICTIM), e);
    }
  }

  private static Path database(MemberProcesses members) {
    return members.dir(VICTIM).resolve("node.db");
  }

  private static JsonObject status(MemberProcesses members, int member) {
    return new JsonObject(members.client(member).get("/status").body().utf8());
  }

  /** Starts it on a file so damaged; whether it ended with the sentence, and has the old file. */
  private boolean isRefused(MemberProcesses members, int turned) throws Exception {
    byte[] sound = Files.readAllBytes(database(members));
    byte[] damaged = sound.clone();
    for (int i = 0; i < turned; i++) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
    }
    damaged[3] ^= (byte) (turned == 0 ? 1 : 0);
    Files.write(database(members), damaged);
    int before = members.said(VICTIM).length();
    members.start(VICTIM);
    RunningAlliance.await(
        "it has ended, or answers",
        () -> Optional.of(0).filter(any -> !members.isRunning(VICTIM) || showsTheSame(members)));
    if (members.isRunning(VICTIM)) {
      return false; // the next transactions may have been written: what it has is what counts
    }
    String said = members.said(VICTIM).substring(before);
    assertTrue(SENTENCES.stream().anyMatch(said::contains), said);
    Files.write(database(members), sound);
    Files.deleteIfExists(database(members).resolveSibling("node.db-wal"));
    return true;
  }

  /** Each entry that it shows is that of another member; whether it answered for all of them. */
  private static boolean showsTheSame(MemberProcesses members) {
    try {
      NodeClient.Answer note = members.client(VICTIM).get("/checkpoint");
      if (note.status() != 200) {
        return false;
      }
      Checkpoint head = checkpoint(note.body());
      for (long index = 0; index < head.size(); index++) {
        NodeClient.Answer shown = members.client(VICTIM).get("/entries/" + index);
        NodeClient.Answer others = members.client(0).get("/entries/" + index);
        if (shown.status() != 200 || others.status() != 200) {
          return false; // it is about to end, or ahead
        }
        assertEquals(others.body(), shown.body());
      }
      return true;
    } catch (UncheckedIOException e) {
      return false; // it is not there yet, or no more
    }
  }

  private static Checkpoint checkpoint(Bytes note) {
    return SignedCheckpoint.parse(note).toOptional().orElseThrow().checkpoint();
  }
}
