package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.gateway.store.OldStore;
import org.baymark.gateway.store.StoreFile;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What looks after the store is killed at random moments: the store is whole after each, with all
 * that was acknowledged, and the work is done the next time. {@code -Dcrash.rounds} says how often.
 */
@Tag("one-release")
class UpkeepKillIT {
  private static final int ROUNDS = Math.max(2, Integer.getInteger("crash.rounds", 12) / 3);
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);
  private static final int STATEMENTS = 400;
  private static final int EMPTIED = 200; // places of refused messages, for compaction

  private final long seed = Long.getLong("crash.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final CrashLedger ledger = new CrashLedger();

  @TempDir Path work;
  @TempDir Path kept;
  private GatewayProgram gateway;
  private String dir = "";
  private Path store = Path.of("");

  /** A store of some megabytes, all of it final, a third of it free. */
  @BeforeEach
  void fill() throws Exception {
    gateway = GatewayProgram.init(work);
    dir = gateway.folder.path().toString();
    store = StoreFile.in(gateway.folder.path());
    Process running = gateway.start();
    gateway.believe(SENSOR);
    for (int i = 0; i < STATEMENTS; i++) {
      Bytes statement = SENSOR.reports(1, i, 1_000).encoded();
      ledger.said(statement);
      assertEquals(200, gateway.say(statement));
      ledger.acknowledged("HTTP", statement);
      if (i < EMPTIED) {
        assertEquals(400, gateway.say(Bytes.owning(new byte[12_000])));
      }
    }
    gateway.set("quarantineMessages", "0");
    assertEquals(0, gateway.baymark("gateway", "reload", "--dir", dir).code());
    assertEquals(400, gateway.say(Bytes.ofUtf8("the last straw")));
    gateway.awaitAnchored(STATEMENTS);
    GatewayProgram.stop(running);
    Files.copy(store, kept.resolve("gateway.db"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** The store as it was filled. */
  private void restore() throws IOException {
    Files.deleteIfExists(gateway.folder.path().resolve("gateway.db-wal"));
    Files.deleteIfExists(gateway.folder.path().resolve("gateway.db-shm"));
    Files.copy(kept.resolve("gateway.db"), store, StandardCopyOption.REPLACE_EXISTING);
    Path pruned = gateway.folder.path().resolve("pruned");
    if (Files.isDirectory(pruned)) {
      try (Stream<Path> files = Files.list(pruned)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void park(long nanos) {
    LockSupport.parkNanos(nanos);
  }

  /** How long a command takes that is not cut off. */
  private long whole(String... words) throws Exception {
    long begun = System.nanoTime();
    Ran ran = gateway.baymark(words);
    assertEquals(0, ran.code(), ran.err());
    ledger.check(gateway.folder, words[1] + " to its end");
    return System.nanoTime() - begun;
  }

  /** Kills such a command in the second half of its time; the first is the start of Java. */
  private void cut(long whole, String when, String... words) throws Exception {
    Process process = gateway.begin(words);
    park(whole / 2 + (long) (random.nextDouble() * whole * 0.6));
    process.destroyForcibly().waitFor();
    ledger.check(gateway.folder, when + ", -Dcrash.seed=" + seed);
  }

  @Test
  void pruning() throws Exception {
    String[] words = {"gateway", "prune", "--older-than", "0s", "--dir", dir};
    long whole = whole(words);
    for (int round = 0; round < ROUNDS; round++) {
      restore();
      cut(whole, "prune, round " + round, words);
      cut(whole, "prune again, round " + round, words);
    }
    whole(words);
    Process running = gateway.start();
    GatewayProgram.stop(running);
    ledger.check(gateway.folder, "pruned");
  }

  @Test
  void compaction() throws Exception {
    String[] words = {"gateway", "compact", "--dir", dir};
    long whole = whole(words);
    assertTrue(Files.size(store) < Files.size(kept.resolve("gateway.db")), "it had room");
    for (int round = 0; round < ROUNDS; round++) {
      restore();
      cut(whole, "compact, round " + round, words);
    }
    whole(words);
  }

  /** What is there under the backup's name is a whole one. */
  @Test
  void backups() throws Exception {
    Path first = work.resolve("whole.db");
    long whole = whole("gateway", "backup", first.toString(), "--dir", dir);
    for (int round = 0; round < ROUNDS; round++) {
      Path file = work.resolve("backup-" + round + ".db");
      cut(whole, "backup, round " + round, "gateway", "backup", file.toString(), "--dir", dir);
      if (Files.exists(file)) {
        Ran check = gateway.baymark("gateway", "check", file.toString(), "--dir", dir);
        assertEquals(0, check.code(), check.out());
        assertTrue(check.out().contains("from " + STATEMENTS + " statements"), check.out());
      } else {
        whole("gateway", "backup", file.toString(), "--dir", dir);
      }
    }
  }

  /** A store of an older program is the old one or the new one, never anything between. */
  @Test
  void bringingAnOlderStoreForward() throws Exception {
    restore();
    OldStore.backTo3(store);
    Files.copy(store, kept.resolve("old.db"));
    Path copy = store.resolveSibling("gateway.db.of-version-3");
    for (int round = 0; round < ROUNDS; round++) {
      restore();
      Files.copy(kept.resolve("old.db"), store, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(copy);
      Process process = gateway.begin("gateway", "run", "--dir", dir);
      OutgoingFixture.until(() -> halfOf(copy) || !process.isAlive());
      park(TimeUnit.MICROSECONDS.toNanos(random.nextInt(60_000)));
      process.destroyForcibly().waitFor();
      ledger.check(gateway.folder, "brought forward, round " + round + ", -Dcrash.seed=" + seed);
    }
    Process running = gateway.start();
    gateway.awaitAnchored(STATEMENTS);
    GatewayProgram.stop(running);
    ledger.check(gateway.folder, "brought forward");
  }

  /** The copy that is made first has been begun. */
  private static boolean halfOf(Path copy) {
    try (Stream<Path> files = Files.list(copy.toAbsolutePath().getParent())) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      return names.stream().anyMatch(name -> name.startsWith(copy.getFileName().toString()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
