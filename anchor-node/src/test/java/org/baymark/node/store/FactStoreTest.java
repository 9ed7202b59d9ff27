package org.baymark.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.baymark.node.shelf.MemoryShelf;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both shelves against whole copies of what was there at each mark. */
class FactStoreTest {
  private static final int KEYS = 60;

  @TempDir Path folder;
  private LogStore store;

  private Map<Bytes, Bytes> facts = new HashMap<>();
  private NavigableMap<Long, Map<Bytes, Bytes>> marked = new TreeMap<>();
  private long nextMark = 1;

  @BeforeEach
  void open() {
    store = LogStore.open(folder.resolve("node.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Bytes key(int number) {
    return Bytes.ofUtf8("key " + number);
  }

  private void same(Shelf shelf, String what) {
    assertEquals(marked.navigableKeySet(), shelf.marks(), what);
    for (int number = 0; number < KEYS; number++) {
      Bytes key = key(number);
      assertEquals(Optional.ofNullable(facts.get(key)), shelf.get(key), what + ", " + number);
      marked.forEach(
          (mark, then) ->
              assertEquals(
                  Optional.ofNullable(then.get(key)), shelf.get(key, mark), what + " at " + mark));
    }
  }

  private void step(Random random, List<Shelf> shelves) {
    List<Long> marks = List.copyOf(marked.keySet());
    int what = random.nextInt(20);
    if (what < 14) {
      Bytes key = key(random.nextInt(KEYS));
      Bytes value = Bytes.ofUtf8("value ".repeat(1 + random.nextInt(9)) + random.nextInt());
      facts.put(key, value);
      shelves.forEach(shelf -> shelf.put(key, value));
    } else if (what < 17) {
      long mark = nextMark++;
      marked.put(mark, new HashMap<>(facts));
      shelves.forEach(shelf -> shelf.mark(mark));
    } else if (!marks.isEmpty() && what == 17) {
      long mark = marks.get(random.nextInt(marks.size()));
      if (mark < marked.lastKey()) {
        marked.remove(mark);
        shelves.forEach(shelf -> shelf.drop(mark));
      }
    } else if (!marks.isEmpty() && what == 18 && random.nextInt(4) == 0) {
      long mark = marks.get(random.nextInt(marks.size()));
      facts = new HashMap<>(Optional.ofNullable(marked.get(mark)).orElseThrow());
      marked.tailMap(mark, false).clear();
      shelves.forEach(shelf -> shelf.goBack(mark));
    } else if (random.nextInt(60) == 0) {
      facts.clear();
      marked.clear();
      shelves.forEach(Shelf::clear);
    }
  }

  @Test
  void aShelfInMemoryRemembersWhatWasAtEachMark() {
    Random random = new Random(5);
    MemoryShelf shelf = new MemoryShelf();
    for (int step = 0; step < 2_000; step++) {
      step(random, List.of(shelf));
      same(shelf, "step " + step);
    }
  }

  /** What was there at the end of a transaction. */
  private record State(Map<Bytes, Bytes> facts, NavigableMap<Long, Map<Bytes, Bytes>> marked) {}

  /** Transactions that count and that do not, and a new process at any place. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void soDoesTheOneOnTheDiskAsOfTheEndOfATransaction(long seed) {
    Random random = new Random(seed);
    List<State> ends = new ArrayList<>(List.of(state())); // the first is on the disk, all may be
    int behind = 0;
    for (int transaction = 0; transaction < 200; transaction++) {
      String what = "seed " + seed + ", transaction " + transaction;
      store.begin();
      int steps = random.nextInt(40);
      for (int step = 0; step < steps; step++) {
        step(random, List.of(store.facts()));
      }
      same(store.facts(), what);
      int end = random.nextInt(8);
      if (end < 2) {
        store.commitFacts();
        ends.clear();
      } else if (end < 6) {
        store.commit();
      } else if (end == 6) {
        store.rollBack();
      }
      if (end < 6) {
        ends.add(state());
      }
      if (end == 7 || random.nextInt(4) == 0) {
        store.close(); // with or without a commit before it
        open();
      } else if (end < 6) {
        continue;
      }
      behind += ends.indexOf(found()) < ends.size() - 1 ? 1 : 0;
      State now = found();
      assertTrue(ends.contains(now), what + ": no transaction ended so");
      ends.subList(0, ends.indexOf(now)).clear();
      ends.subList(1, ends.size()).clear(); // they have to be executed again
      facts = new HashMap<>(now.facts());
      marked = new TreeMap<>(now.marked());
      same(store.facts(), what + " after its end");
    }
    assertTrue(behind > 0);
  }

  private State state() {
    return new State(new HashMap<>(facts), new TreeMap<>(marked));
  }

  /** As the shelf tells it. */
  private State found() {
    Map<Bytes, Bytes> now = new HashMap<>();
    NavigableMap<Long, Map<Bytes, Bytes>> then = new TreeMap<>();
    Shelf shelf = store.facts();
    shelf.marks().forEach(mark -> then.put(mark, new HashMap<>()));
    for (int number = 0; number < KEYS; number++) {
      Bytes key = key(number);
      shelf.get(key).ifPresent(value -> now.put(key, value));
      then.forEach((mark, all) -> shelf.get(key, mark).ifPresent(value -> all.put(key, value)));
    }
    return new State(now, then);
  }

  @Test
  void whatFillsTheMemoryIsWrittenWithTheNextCommit() {
    Bytes large = Bytes.owning(new byte[60_000]);
    for (int number = 0; number < 300; number++) {
      store.begin();
      store.facts().put(key(number), large);
      store.commit();
    }
    store.close();
    open();
    assertEquals(Optional.of(large), store.facts().get(key(100)));
    assertEquals(Optional.empty(), store.facts().get(key(299)), "it was not worth a write yet");
  }

  @Test
  void moreThanFitsInMemoryIsWrittenBeforeTheCommit() {
    store.begin();
    store.facts().mark(1);
    Bytes large = Bytes.owning(new byte[60_000]);
    for (int number = 0; number < 200; number++) {
      store.facts().put(key(number), large.concat(key(number)));
    }
    for (int number = 0; number < 200; number++) {
      Bytes expected = large.concat(key(number));
      assertEquals(Optional.of(expected), store.facts().get(key(number)));
      assertEquals(Optional.empty(), store.facts().get(key(number), 1));
    }
    store.rollBack();
    assertEquals(Optional.empty(), store.facts().get(key(7)));
  }

  @Test
  void nobodyReadsAtAMarkThatIsNotThere() {
    List<Shelf> shelves = new ArrayList<>(List.of(new MemoryShelf()));
    shelves.add(store.facts());
    for (Shelf shelf : shelves) {
      shelf.mark(3);
      shelf.mark(5);
      shelf.drop(3);
      assertThrows(IllegalStateException.class, () -> shelf.get(key(1), 3));
      assertThrows(IllegalStateException.class, () -> shelf.goBack(4));
      assertThrows(IllegalStateException.class, () -> shelf.drop(9));
    }
  }
}
