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
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted gives its room back, and nothing else changes. */
class CompactionTest {
  private static final int ROWS = 200;
  private static final int BYTES = 20_000;

  @TempDir Path folder;
  private Database database;

  /** A file of some 4 MB, of which 3/4 are free. */
  @BeforeEach
  void fillAndDelete() {
    database = Database.open(folder);
    join(
        database.write(
            tx ->
                tx.update(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                        + " INSERT INTO refused (at, transport, reason, detail, bytes)"
                        + " SELECT i, 'mqtt', 1, '', randomblob(?) FROM n",
                    ROWS,
                    BYTES)));
    join(database.write(tx -> tx.update("DELETE FROM refused WHERE row % 4 > 0")));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> kept() {
    return join(
        database.read(
            tx ->
                tx.list(
                    "SELECT row || ' ' || hex(bytes) FROM refused ORDER BY row",
                    row -> row.text(1))));
  }

  @Test
  void theFileShrinksWhileOthersWriteAndRead() throws IOException {
    List<String> before = kept();
    Future<Compaction.Done> compacted = database.compact();
    List<Future<Long>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String name = "thing " + i;
      writes.add(database.write(tx -> tx.insert("INSERT INTO subject (name) VALUES (?)", name)));
    }
    assertEquals(before, kept());
    Compaction.Done done = join(compacted);
    assertTrue(done.before() > 2L * ROWS * BYTES / 2, done::toString);
    assertTrue(done.after() < ROWS / 4 * BYTES * 3L / 2, done::toString);
    writes.forEach(CompactionTest::join);
    database.close();
    assertTrue(Files.size(folder.resolve("gateway.db")) < ROWS / 4 * BYTES * 3L / 2);
    database = Database.open(folder);
    assertEquals(before, kept());
    long things =
        join(
            database.read(
                tx ->
                    tx.first("SELECT count(*) FROM subject", row -> row.integer(1)).orElseThrow()));
    assertEquals(50, things);
    assertEquals(List.of(), damage());
  }

  private List<String> damage() {
    try (StoreFile file = StoreFile.open(StoreFile.in(folder))) {
      return file.damage();
    }
  }

  @Test
  void onlyOneAtATime() {
    Future<Compaction.Done> first = database.compact();
    Future<Compaction.Done> second = database.compact();
    join(first);
    CompletionException busy =
        Assertions.assertThrows(CompletionException.class, () -> join(second));
    assertTrue(String.valueOf(busy.getMessage()).contains("already"), busy::toString);
    join(database.compact());
  }

  private static long pageSize(Database database) {
    return join(
        database.read(tx -> tx.first("PRAGMA page_size", row -> row.integer(1)).orElseThrow()));
  }

  @Test
  void aFileOfAnOlderProgramGetsThePagesOfANewOne() {
    assertEquals(Schema.PAGE, pageSize(database));
    List<String> before = kept();
    database.close();
    Transaction plain = Schema.connectPlain(StoreFile.in(folder));
    plain.first("PRAGMA journal_mode = DELETE", row -> row.text(1));
    plain.execute("PRAGMA page_size = 4096");
    plain.execute("PRAGMA auto_vacuum = NONE");
    plain.execute("VACUUM");
    plain.close();
    database = Database.open(folder);
    assertEquals(4096, pageSize(database));
    assertThrows(StoreException.class, () -> Compaction.alone(folder), "while it is open");
    database.close();
    Compaction.alone(folder);
    database = Database.open(folder);
    assertEquals(Schema.PAGE, pageSize(database));
    assertTrue(join(database.read(Compaction::pages)).canShrink());
    assertEquals(before, kept());
    assertEquals(List.of(), damage());
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
