package org.baymark.gateway.store;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.RecordLog.Added;
import org.baymark.gateway.store.RecordLog.Counts;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of unsigned records, and what a flood of them costs. */
class RecordLogTest {
  private static final TestDevice DEVICE = TestDevice.named("a", Suite.EDDSA);
  private static final TestDevice OTHER = TestDevice.named("b", Suite.EDDSA);
  private static final int UNCOVERED_MAX = 16;

  @TempDir Path folder;
  private Database database;
  private RecordLog log = new RecordLog(UNCOVERED_MAX, 1 << 20);
  private long now;

  @BeforeEach
  void open() {
    database = Database.open(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Bytes kid(TestDevice device) {
    return device.key().verifyingKey().kid();
  }

  private Added add(ChainRecord record) {
    now++;
    return join(database.write(tx -> log.add(tx, record, now)));
  }

  private Added add(long number, int value) {
    return add(DEVICE.record(1, number, Integer.toString(value)));
  }

  private void cover(long boot, long first, long last) {
    join(
        database.write(
            tx -> {
              log.cover(tx, kid(DEVICE), boot, first, last);
              return 0;
            }));
  }

  private List<ChainRecord> kept(long boot) {
    return join(database.read(tx -> log.numbered(tx, kid(DEVICE), boot, 0, 0xffffffffL)));
  }

  private Counts counts() {
    return join(database.read(tx -> log.counts(tx, kid(DEVICE))));
  }

  @Test
  void severalOfOneNumberAreKeptInTheOrderTheyCameAndNoMoreThanFour() {
    List<ChainRecord> sent = new ArrayList<>();
    for (int value : List.of(7, 3, 9, 1)) {
      sent.add(DEVICE.record(1, 0, Integer.toString(value)));
      assertEquals(Added.STORED, add(0, value));
      assertEquals(Added.DUPLICATE, add(0, value));
    }
    assertEquals(Added.TOO_MANY, add(0, 5));
    assertEquals(Added.DUPLICATE, add(0, 9));
    assertEquals(Added.STORED, add(1, 5));
    sent.add(DEVICE.record(1, 1, "5"));
    assertEquals(sent, kept(1));
  }

  @Test
  void aFloodLetsTheOldestUncoveredOfItsOwnKeyGoAndNothingThatIsCovered() {
    for (int i = 0; i < 10; i++) {
      add(i, i);
    }
    cover(1, 0, 9);
    add(OTHER.record(1, 0, "1"));
    for (int i = 0; i < 100; i++) {
      assertEquals(Added.STORED, add(DEVICE.record(0xffffffffL, 1000 - i, "666")));
      assertTrue(counts().provisional() <= UNCOVERED_MAX);
    }
    assertEquals(10, counts().covered());
    assertEquals(10, kept(1).size());
    assertEquals(1, join(database.read(tx -> log.counts(tx, kid(OTHER)))).provisional());
    assertEquals(Added.STORED, add(10, 10)); // the device goes on, whatever numbers were used
    assertEquals(Added.DUPLICATE, add(10, 10));
    List<ChainRecord> newest = kept(0xffffffffL);
    assertEquals(1000 - 99, newest.get(0).number());
  }

  @Test
  void theBytesAreBoundedToo() {
    int size = DEVICE.record(1, 0, "1").encoded().size();
    log = new RecordLog(1000, 10L * size);
    for (int i = 0; i < 20; i++) {
      add(i, 1);
      assertTrue(counts().provisional() <= 10);
    }
    assertEquals(19, kept(1).get(kept(1).size() - 1).number());
  }

  @Test
  void coveredNumbersTakeWhatComesLateButNoFlood() {
    cover(1, 0, 9);
    for (int i = 0; i < 10; i++) {
      assertEquals(Added.STORED, add(i, 1));
    }
    int more = 0;
    for (int i = 0; i < 10; i++) {
      for (int value = 2; value < 10; value++) {
        more += add(i, value) == Added.STORED ? 1 : 0;
      }
    }
    assertEquals(10, more); // two for each number
    assertEquals(new Counts(0, 20), counts());
    assertEquals(Added.STORED, add(10, 1));
    assertEquals(new Counts(1, 20), counts());
  }

  @Test
  void whatIsCountedIsThereWhateverIsCoveredInWhichOrder() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      String trace = "seed " + seed + ", round " + round;
      long boot = 2 + round; // counts go over all boots, so each round adds to the ones before
      Counts before = counts();
      Set<Long> covered = new HashSet<>();
      Set<Long> here = new HashSet<>();
      for (int step = 0; step < 12; step++) {
        long number = random.nextInt(10);
        if (random.nextBoolean()) {
          add(DEVICE.record(boot, number, "1"));
          here.add(number);
        } else {
          long last = number + random.nextInt(4);
          cover(boot, number, last);
          for (long each = number; each <= last; each++) {
            covered.add(each);
          }
        }
      }
      long in = here.stream().filter(covered::contains).count();
      assertEquals(before.covered() + in, counts().covered(), trace);
      assertEquals(here.size(), kept(boot).size(), trace);
      assertEquals(before.provisional() + here.size() - in, counts().provisional(), trace);
      cover(boot, 0, 20); // or the oldest would go in some later round
      assertEquals(here.size() + before.covered(), counts().covered(), trace);
    }
  }

  @Test
  void whatItCountedIsForgottenWithAWorkThatIsUndone() {
    for (int i = 0; i < UNCOVERED_MAX - 1; i++) {
      add(i, i);
    }
    var failed =
        database.write(
            tx -> {
              log.add(tx, DEVICE.record(1, 500, "1"), 0);
              log.forget();
              throw new IllegalStateException("undone");
            });
    failed.toCompletionStage().toCompletableFuture().handle((done, why) -> why).join();
    assertEquals(Added.STORED, add(501, 1));
    assertEquals(UNCOVERED_MAX, counts().provisional());
  }
}
