package org.baymark.gateway.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.baymark.gateway.store.Compaction;
import org.baymark.gateway.store.Compaction.Pages;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.gateway.store.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file shrinks by itself, and only where there is room and a good deal to gain. */
class ShrinkingTest {
  private static final int ROWS = 3_000;
  private static final int BYTES = 20_000;

  @TempDir Path folder;

  /** Some 60 MB, of which all but a twentieth are free. */
  private static void fillAndDelete(Database database) {
    Waiting.on(
        database.write(
            tx ->
                StoredStatements.meddle(
                    tx,
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                        + ROWS
                        + ") INSERT INTO refused (at, transport, reason, detail, bytes)"
                        + " SELECT i, 'mqtt', 1, '', randomblob("
                        + BYTES
                        + ") FROM n")));
    Waiting.on(
        database.write(
            tx -> StoredStatements.meddle(tx, "DELETE FROM refused WHERE row % 20 > 0")));
  }

  private long fileSize() throws IOException {
    return Files.size(StoreFile.in(folder));
  }

  @Test
  void theFileShrinksStepByStep() throws IOException {
    try (Database database = Database.open(folder)) {
      fillAndDelete(database);
      Pages before = Waiting.on(database.read(Compaction::pages));
      assertTrue(before.canShrink() && before.free() > 50L << 20, before::toString);
      new Shrinking(database, new DiskRoom(database, folder, 0)).run();
      Pages after = Waiting.on(database.read(Compaction::pages));
      // Of 205 pages one says where the others belong (Database File Format, section 1.8).
      long pointers = (before.used() + before.free()) / 200;
      assertTrue(Math.abs(after.used() - before.used()) < pointers, after + " of " + before);
      assertEquals(Long.MAX_VALUE, Shrinking.leave(after.used(), after.free()), after::toString);
      assertTrue(fileSize() < 8 << 20, fileSize() + " bytes, and nothing was closed");
      new Shrinking(database, new DiskRoom(database, folder, 0)).run();
      assertEquals(after, Waiting.on(database.read(Compaction::pages)), "what is left free stays");
    }
    try (StoreFile file = StoreFile.open(StoreFile.in(folder))) {
      assertTrue(file.damage().isEmpty());
    }
  }

  @Test
  void aFileOfAnOlderProgramIsWrittenAnewOnce() throws IOException {
    Database.open(folder).close();
    StoredStatements.asAnOlderProgramMadeIt(StoreFile.in(folder));
    try (Database database = Database.open(folder)) {
      fillAndDelete(database);
      assertTrue(!Waiting.on(database.read(Compaction::pages)).canShrink());
      new Shrinking(database, new DiskRoom(database, folder, 0)).run();
      assertTrue(Waiting.on(database.read(Compaction::pages)).canShrink());
      assertTrue(fileSize() < 8 << 20, fileSize() + " bytes");
    }
  }

  @Test
  void whileRoomIsShortNothingIsDone() throws IOException {
    try (Database database = Database.open(folder)) {
      fillAndDelete(database);
      Pages before = Waiting.on(database.read(Compaction::pages));
      new Shrinking(database, new DiskRoom(database, folder, Long.MAX_VALUE / 2)).run();
      assertEquals(before, Waiting.on(database.read(Compaction::pages)));
    }
  }

  @Test
  void aLittleRoomIsKeptForWhatComes() {
    for (long used = 0; used < 1L << 30; used += 10L << 20) {
      for (long free = 0; free < 1L << 30; free += 10L << 20) {
        long left = Math.min(free, Shrinking.leave(used, free));
        assertTrue(left <= (4L << 20) + used / 4, used + " " + free);
        assertTrue(left == free || left < free / 2 + 1, "not worth it: " + used + " " + free);
      }
    }
  }
}
