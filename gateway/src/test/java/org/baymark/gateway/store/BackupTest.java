package org.baymark.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is one moment, and leaves nothing behind where it cannot be made. */
class BackupTest {
  private static final int BACKUPS = 5;

  @TempDir Path folder;
  @TempDir Path backups;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Future<Long> twoAtOnce(int number) {
    return database.write(
        transaction -> {
          transaction.insert("INSERT INTO subject (name) VALUES (?)", "one " + number);
          return transaction.insert("INSERT INTO subject (name) VALUES (?)", "two " + number);
        });
  }

  private static long subjects(StoreFile file) {
    return file.read(
        transaction ->
            transaction.first("SELECT count(*) FROM subject", row -> row.integer(1)).orElseThrow());
  }

  @Test
  void whatIsWrittenMeanwhileIsInItWholeOrNotAtAll() throws InterruptedException {
    AtomicBoolean isOver = new AtomicBoolean();
    List<Long> written = new ArrayList<>();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; !isOver.get(); i++) {
                written.add(twoAtOnce(i).toCompletionStage().toCompletableFuture().join());
              }
            });
    writer.start();
    long before = 0;
    for (int i = 0; i < BACKUPS; i++) {
      Path to = backups.resolve("backup-" + i);
      try (StoreFile from = StoreFile.open(StoreFile.in(folder))) {
        Backup.write(from, to);
      }
      try (StoreFile copy = StoreFile.open(to)) {
        long subjects = subjects(copy);
        assertEquals(0, subjects % 2, "half of a commit");
        assertTrue(subjects >= before, "a commit was lost again");
        assertEquals(List.of(), copy.damage());
        before = subjects;
      }
    }
    isOver.set(true);
    writer.join();
    assertTrue(before > 0 && 2L * written.size() >= before, before + " of " + written.size());
  }

  @Test
  void whereItCannotBeMadeNothingIsLeft() throws IOException {
    try (StoreFile from = StoreFile.open(StoreFile.in(folder))) {
      Path nowhere = backups.resolve("none").resolve("backup");
      assertThrows(StoreException.class, () -> Backup.write(from, nowhere));
      Path taken = Files.writeString(backups.resolve("taken"), "mine");
      StoreException refused = assertThrows(StoreException.class, () -> Backup.write(from, taken));
      assertTrue(String.valueOf(refused.getMessage()).contains("is not overwritten"));
      assertEquals("mine", Files.readString(taken));
    }
    try (Stream<Path> left = Files.list(backups)) {
      assertEquals(List.of(backups.resolve("taken")), left.toList());
    }
  }

  @Test
  void aFileOfANewerProgramIsRefusedInASentence() {
    database
        .write(
            transaction -> {
              transaction.execute("PRAGMA user_version = " + (Schema.VERSION + 1));
              return true;
            })
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    StoreException newer =
        assertThrows(StoreException.class, () -> StoreFile.open(StoreFile.in(folder)));
    assertTrue(
        String.valueOf(newer.getMessage()).contains("use the program that made it"),
        newer::toString);
  }
}
