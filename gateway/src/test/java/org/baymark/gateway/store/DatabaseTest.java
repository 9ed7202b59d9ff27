package org.baymark.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a write promises, and what is left when it cannot be kept. */
class DatabaseTest {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aWriteIsThereForReadersAndAfterOpeningAgain() {
    join(database.write(tx -> tx.insert("INSERT INTO subject (name) VALUES (?)", "one")));
    assertEquals(List.of("one"), subjects());
    database.close();
    database = Database.open(folder);
    assertEquals(List.of("one"), subjects());
  }

  private void grow(int megabytes) {
    for (int i = 0; i < megabytes; i++) {
      join(database.write(tx -> tx.update("INSERT INTO ballast VALUES (zeroblob(1 << 20))")));
    }
  }

  @Test
  void whatTheLogHasYetToBringIntoTheFileIsNoRoom() throws IOException {
    join(database.write(tx -> tx.update("CREATE TABLE ballast (bytes BLOB)")));
    grow(8);
    long toCome = database.bytesToCome();
    assertTrue(toCome >= 8 << 20, "to come: " + toCome);
    assertTrue(toCome < 9 << 20, "to come: " + toCome);
    DiskRoom room = new DiskRoom(database, folder, 0);
    long usable = Files.getFileStore(folder).getUsableSpace();
    assertTrue(Math.abs(usable - toCome - room.free()) < 4 << 20, "others write here, too");
    database.close();
    database = Database.open(folder);
    assertEquals(0, database.bytesToCome(), "all of it came when it was closed");
  }

  @Test
  void besideASmallReserveTheLogIsSmall() throws IOException {
    join(database.write(tx -> tx.update("CREATE TABLE ballast (bytes BLOB)")));
    grow(8);
    assertTrue(Files.size(folder.resolve("gateway.db-wal")) >= 8 << 20);
    new DiskRoom(database, folder, 8 << 20);
    grow(16);
    long log = Files.size(folder.resolve("gateway.db-wal"));
    assertTrue(log < 4 << 20, "a quarter, and the last transaction: " + log);
    assertTrue(database.bytesToCome() < 4 << 20, "to come: " + database.bytesToCome());
  }

  @Test
  void noOtherUserReadsTheFilesWhateverTheFolderAllows() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Database another = Database.open(open)) {
      join(another.write(tx -> tx.insert("INSERT INTO subject (name) VALUES (?)", "one")));
      Map<String, String> modes = new TreeMap<>();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(open)) {
        for (Path file : files) {
          String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
          modes.put(file.getFileName().toString(), mode);
        }
      }
      Map<String, String> expected = new TreeMap<>();
      for (String name :
          List.of("gateway.db", "gateway.db-shm", "gateway.db-wal", "gateway.lock")) {
        expected.put(name, "rw-------");
      }
      assertEquals(expected, modes);
    }
  }

  @Test
  void aSecondGatewayOnTheFolderIsRefusedWithASentence() {
    String sentence = assertThrows(StoreException.class, () -> Database.open(folder)).getMessage();
    assertEquals("another gateway is running in " + folder + "; stop it first", sentence);
  }

  /** As 'doctor' and 'compact' do, when they ask whether a gateway runs. */
  @Test
  void whoHoldsTheFolderForAMomentKeepsNoGatewayFromStarting() throws Exception {
    database.close();
    FolderLock held = FolderLock.take(folder);
    CompletableFuture<Database> started =
        CompletableFuture.supplyAsync(() -> Database.open(folder));
    Thread.sleep(200);
    held.close();
    database = started.get();
  }

  @Test
  void aFailedWorkUndoesItselfAndNothingOfItsGroup() throws InterruptedException {
    CountDownLatch gathered = new CountDownLatch(1);
    List<String> committed = new ArrayList<>();
    Future<Integer> first =
        database.write(
            tx -> {
              await(gathered); // until the others wait behind it, so that they share a commit
              return 0;
            });
    IllegalStateException fault = new IllegalStateException("a fault of this work");
    Future<Integer> good = database.write(tx -> insert(tx, "good", committed));
    Future<Integer> bad =
        database.write(
            tx -> {
              insert(tx, "bad", committed);
              throw fault;
            });
    Future<Integer> last = database.write(tx -> insert(tx, "last", committed));
    gathered.countDown();
    assertEquals(0, join(first));
    assertEquals(1, join(good));
    assertEquals(1, join(last));
    assertSame(fault, assertThrows(CompletionException.class, () -> join(bad)).getCause());
    assertEquals(List.of("good", "last"), subjects());
    assertEquals(List.of("good", "last"), committed);
    assertEquals(Optional.empty(), database.failure());
  }

  @Test
  void aFullDiskEndsAllAcknowledgementAndSaysWhy() {
    join(database.write(tx -> tx.first("PRAGMA max_page_count = 1", row -> row.integer(1))));
    Future<Integer> small = database.write(tx -> insert(tx, "small", new ArrayList<>()));
    Future<Integer> large =
        database.write(tx -> insert(tx, "large".repeat(10_000), new ArrayList<>()));
    assertThrows(CompletionException.class, () -> join(large));
    String why = database.failure().orElseThrow();
    assertTrue(why.contains("nothing is acknowledged"), why);
    assertFalse(database.failed().isComplete(), "the process need not end for it");
    assertThrows(
        CompletionException.class,
        () -> join(database.write(tx -> insert(tx, "later", new ArrayList<>()))));
    if (small.succeeded()) { // it had a commit of its own, before the disk was full
      assertEquals(List.of("small"), subjects());
    } else {
      assertEquals(List.of(), subjects());
    }
  }

  @Test
  void aReaderCannotWrite() {
    Future<Integer> write = database.read(tx -> insert(tx, "no", new ArrayList<>()));
    assertThrows(CompletionException.class, () -> join(write));
  }

  private List<String> subjects() {
    return join(database.read(tx -> tx.list("SELECT name FROM subject", row -> row.text(1))));
  }

  private static int insert(Transaction tx, String name, List<String> committed) {
    tx.afterCommit(() -> committed.add(name));
    return tx.update("INSERT INTO subject (name) VALUES (?)", name);
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
