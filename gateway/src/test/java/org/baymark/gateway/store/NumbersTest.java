package org.baymark.gateway.store;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.EventLog.Highest;
import org.baymark.gateway.store.EventLog.Kept;
import org.baymark.gateway.store.Statements.Counts;
import org.baymark.gateway.store.StoredNumbers.Faults;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Sensor.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a statement is found in the index, in memory or in neither makes no difference. */
class NumbersTest {
  private static final TestDevice SELF = TestDevice.named("gateway", Suite.EDDSA);
  private static final int DEVICES = 3;
  private static final Faults NONE = new Faults(0, 0, 0, 0);

  private static final Comparator<Said> ORDER =
      Comparator.comparingLong(Said::boot)
          .thenComparingLong(Said::seq)
          .thenComparingLong(Said::row);

  @TempDir Path folder;
  private final BatchLog batches = new BatchLog(new Outbox(SELF.name(), SELF.key()));
  private Database database;

  /** What the store should hold, in the order of rows. */
  private final List<Said> said = new ArrayList<>();

  private record Said(long device, long boot, long seq, long row) {}

  @BeforeEach
  void open() {
    database = Database.open(folder);
    write(
        transaction -> {
          for (int i = 1; i <= DEVICES; i++) {
            transaction.update(
                "INSERT INTO device (id, name, key, owner, kinds, added) VALUES (?, ?, randomblob(8), '', '', 0)",
                i,
                name(i).text());
          }
          return transaction.update("INSERT INTO subject (id, name) VALUES (1, 'a thing')");
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private <T> T write(SqlWork<T> work) {
    return join(database.write(work));
  }

  private <T> T read(SqlWork<T> work) {
    return join(database.read(work));
  }

  private static DevUrn name(long device) {
    return new DevUrn("urn:dev:ops:32473-it-" + device);
  }

  private static Said say(Transaction transaction, long device, long boot, long seq) {
    long row =
        transaction.insert(
            "INSERT INTO statement (device, boot, seq, id, subject, bytes, received, flags)"
                + " VALUES (?, ?, ?, randomblob(32), 1, x'00', 0, 0)",
            device,
            boot,
            seq);
    Numbers.add(transaction, device, boot, seq, row);
    return new Said(device, boot, seq, row);
  }

  private void say(int device, int boot, int seq) {
    said.add(write(transaction -> say(transaction, device, boot, seq)));
  }

  @Test
  void anyOrderOfThingsGivesWhatALookThroughAllRowsGives() {
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      for (int step = 0; step < 60; step++) {
        happen(random);
        compare("seed " + seed + ", step " + step);
      }
      write(
          transaction -> {
            Numbers.takeIn(transaction);
            return true;
          });
      compare("seed " + seed + ", all in the index");
    }
  }

  private void happen(Random random) {
    switch (random.nextInt(12)) {
      case 0 ->
          write(
              transaction -> {
                Numbers.takeIn(transaction);
                return true;
              });
      case 1 -> seal(random);
      case 2 -> anchor(random);
      case 3 -> {
        database.close();
        database = Database.open(folder);
      }
      case 4 -> undone(random);
      default -> say(1 + random.nextInt(DEVICES), random.nextInt(2), random.nextInt(9));
    }
  }

  private void undone(Random random) {
    assertThrows(
        CompletionException.class,
        () ->
            write(
                transaction -> {
                  say(transaction, 1, 9, random.nextInt(9));
                  if (random.nextBoolean()) {
                    Numbers.takeIn(transaction);
                  }
                  throw new IllegalStateException("undone");
                }));
  }

  private void seal(Random random) {
    long last = read(batches::last).map(BatchLog.Last::lastRow).orElse(0L);
    long number = read(batches::last).map(BatchLog.Last::number).orElse(0L) + 1;
    long to = Math.min(said.size(), last + 1 + random.nextInt(9));
    if (to > last) {
      write(
          transaction ->
              transaction.update(
                  "INSERT INTO batch VALUES (?, x'00', zeroblob(32), ?, ?, 0, 0, ?)",
                  number,
                  last + 1,
                  to,
                  to));
    }
  }

  private void anchor(Random random) {
    long number = read(batches::last).map(BatchLog.Last::number).orElse(0L);
    if (number > 0) {
      write(
          transaction -> {
            batches.anchored(transaction, 1 + random.nextInt((int) number));
            return true;
          });
    }
  }

  private void compare(String when) {
    long anchored = read(transaction -> batches.progress(transaction).anchoredRow());
    Map<DevUrn, Counts> counts = new HashMap<>();
    Map<DevUrn, Long> gaps = new HashMap<>();
    Map<DevUrn, Highest> last = new HashMap<>();
    for (long device = 1; device <= DEVICES; device++) {
      List<Said> own = of(device);
      Optional<Said> highest = own.stream().max(ORDER);
      assertEquals(
          highest.map(it -> new Highest(it.boot(), it.seq())), highest(device), when + ", highest");
      numbered(device, when);
      rows(device, when);
      if (highest.isPresent()) {
        long covered = own.stream().filter(it -> it.row() <= anchored).count();
        counts.put(name(device), new Counts(own.size(), covered));
        last.put(name(device), new Highest(highest.get().boot(), highest.get().seq()));
      }
      long missing = LongStream.range(0, 10).map(boot -> missing(own, boot)).sum();
      if (missing > 0) {
        gaps.put(name(device), missing);
      }
    }
    Statements statements = new Statements();
    assertEquals(counts, read(transaction -> statements.byDevice(transaction, anchored)), when);
    assertEquals(gaps, read(transaction -> new Recent().gaps(transaction)), when);
    Map<DevUrn, Recent.Said> words = read(transaction -> new Recent().lastWords(transaction));
    Map<DevUrn, Highest> heard = new HashMap<>();
    words.forEach((name, it) -> heard.put(name, new Highest(it.boot(), it.seq())));
    assertEquals(last, heard, when);
    Faults faults = read(StoredNumbers::faults);
    assertEquals(
        NONE, new Faults(0, faults.strange(), faults.missing(), faults.miscounted()), when);
  }

  private List<Said> of(long device) {
    return said.stream().filter(it -> it.device() == device).toList();
  }

  private static long missing(List<Said> own, long boot) {
    List<Long> there =
        own.stream().filter(it -> it.boot() == boot).map(Said::seq).distinct().toList();
    return there.stream().mapToLong(it -> it).max().orElse(-1) + 1 - there.size();
  }

  private Optional<Highest> highest(long device) {
    return write(transaction -> Numbers.highest(transaction, device));
  }

  private void numbered(long device, String when) {
    List<Long> found = new ArrayList<>();
    List<Long> there = new ArrayList<>();
    for (int seq = 0; seq < 9; seq++) {
      long number = seq;
      write(transaction -> Numbers.numbered(transaction, device, 1, number)).stream()
          .map(Kept::row)
          .forEach(found::add);
      of(device).stream()
          .filter(it -> it.boot() == 1 && it.seq() == number)
          .map(Said::row)
          .forEach(there::add);
    }
    assertEquals(there, found, when);
  }

  private void rows(long device, String when) {
    List<Long> found =
        read(
            transaction ->
                new Statements().rows(transaction, name(device), new Place(0, 4), new Place(1, 3)));
    List<Long> there =
        of(device).stream()
            .filter(it -> it.boot() == 0 && it.seq() > 4 || it.boot() == 1 && it.seq() <= 3)
            .map(Said::row)
            .toList();
    assertEquals(there, found.stream().sorted().toList(), when);
  }

  private long indexed() {
    return read(
        transaction ->
            transaction.first("SELECT " + Numbers.INDEXED, row -> row.integer(1)).orElseThrow());
  }

  @Test
  void theIndexTakesInWhatCameEachTimeEnoughIsThere() {
    write(
        transaction -> {
          IntStream.range(0, Numbers.EVERY - 1).forEach(seq -> say(transaction, 1, 0, seq));
          return true;
        });
    assertEquals(0, indexed());
    say(2, 0, 0);
    assertEquals(Numbers.EVERY, indexed());
    say(2, 0, 1);
    assertEquals(Numbers.EVERY, indexed());
    assertEquals(Optional.of(new Highest(0, Numbers.EVERY - 2)), highest(1));
    assertEquals(Optional.of(new Highest(0, 1)), highest(2));
    assertEquals(new Faults(Numbers.EVERY, 0, 0, 0), read(StoredNumbers::faults));
  }

  /** What was brought forward or restored: more than the memory should take. */
  @Test
  void aFileWithoutAnIndexGetsOneWhenItIsOpened() {
    write(
        transaction -> {
          IntStream.range(0, 2 * Numbers.EVERY + 5).forEach(seq -> say(transaction, 1, 0, seq));
          transaction.update("DELETE FROM numbered");
          transaction.update("DELETE FROM counted");
          return transaction.update("DELETE FROM indexed");
        });
    database.close();
    database = Database.open(folder);
    long all = 2 * Numbers.EVERY + 5;
    assertEquals(all, indexed());
    assertEquals(new Faults(all, 0, 0, 0), read(StoredNumbers::faults));
    assertEquals(Optional.of(new Highest(0, all - 1)), highest(1));
  }

  @Test
  void whatDoesNotFitIsCounted() {
    say(1, 0, 0);
    say(1, 0, 1);
    say(2, 0, 0);
    write(
        transaction -> {
          Numbers.takeIn(transaction);
          return true;
        });
    assertEquals(new Faults(3, 0, 0, 0), read(StoredNumbers::faults));
    write(transaction -> transaction.update("UPDATE numbered SET seq = 7 WHERE row = 2"));
    assertEquals(new Faults(3, 1, 1, 1), read(StoredNumbers::faults));
    write(transaction -> transaction.update("DELETE FROM numbered WHERE row = 2"));
    assertEquals(new Faults(2, 0, 1, 1), read(StoredNumbers::faults));
    write(transaction -> transaction.update("INSERT INTO numbered VALUES (1, 0, 1, 2)"));
    write(transaction -> transaction.update("UPDATE counted SET statements = 9 WHERE device = 2"));
    assertEquals(new Faults(3, 0, 0, 1), read(StoredNumbers::faults));
    write(transaction -> transaction.update("UPDATE indexed SET row = 2"));
    assertEquals(1, read(StoredNumbers::faults).strange());
  }
}
