package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.Piece;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that one member kept alone for long, until it was no longer alone. */
class GrowingTest {
  private static final int ALONE = 20_000; // entries; some seconds of copying
  private static final int SECOND = 1;

  @TempDir Path folder;

  @Test
  void aSecondMemberCopiesALongLogAndTakesPartThen() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 1)) {
      alliance.startAll();
      alliance.registrations(0, ALONE);
      alliance.admit(0, "first");
      alliance.newcomer();
      waitsAndEndsNoEpoch(alliance);

      alliance.carry(0, Change.admit(alliance.card(SECOND)));
      alliance.beginAnew(0);
      isHandedOutInPieces(alliance);
      alliance.start(SECOND); // and awaits no end of the copy
      stopsHalfwayAndGoesOn(alliance);

      var unused = alliance.admit(SECOND, "second");
      Members two = alliance.membersAt(0);
      assertEquals(2, two.members().size());
      RunningAlliance.await("both certify", () -> alliance.note(SECOND).filter(two::certify));
      assertTrue(alliance.sameHead(ALONE).size() > ALONE);
      assertEquals(0, alliance.epoch(0));
    }
  }

  /** Nobody lets it in yet; and nothing is certified, as far as it knows. */
  private static void waitsAndEndsNoEpoch(RunningAlliance alliance) throws Exception {
    alliance.stopsAfter(Duration.ofSeconds(1));
    alliance.start(SECOND);
    Thread.sleep(3_000); // by then it would have: what it did not sign cannot be awaited
    assertEquals(Set.of(), alliance.node(SECOND).takingPart());
    alliance.stop(SECOND);
    alliance.stopsAfter(Duration.ofHours(1));
  }

  /** Whole, it may not fit into the memory of who hands it out, or of who takes it. */
  private static void isHandedOutInPieces(RunningAlliance alliance) {
    Piece piece =
        alliance
            .node(0)
            .execution()
            .ask((Archive archive) -> archive.piece(1))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    assertEquals(1_000, piece.entries().size());
    assertEquals(Optional.empty(), piece.place());
  }

  /** What it has by then names the founder alone; it is its own log all the same. */
  private static void stopsHalfwayAndGoesOn(RunningAlliance alliance) throws Exception {
    RunningAlliance.await(
        "some of it is copied", () -> Optional.of(size(alliance)).filter(it -> it > 1_000));
    assertEquals(Set.of(), alliance.node(SECOND).takingPart());
    alliance.stop(SECOND);
    alliance.start(SECOND);
    long before = size(alliance);
    assertTrue(before > 1_000);
    assertFalse(before > ALONE, "it was stopped too late to tell anything");
    alliance.stop(0);
    alliance.start(0);
    assertTrue(size(alliance) >= before, "whoever hands it out may be away for a while");
  }

  private static long size(RunningAlliance alliance) {
    return RunningAlliance.size(alliance.node(SECOND));
  }
}
