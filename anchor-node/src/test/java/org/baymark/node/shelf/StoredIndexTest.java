package org.baymark.node.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexProof;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map on a shelf is the map in memory, now and as it was. */
class StoredIndexTest {
  private final MemoryShelf shelf = new MemoryShelf();
  private StoredIndex stored = new StoredIndex(shelf);
  private IndexMap known = IndexMap.EMPTY;

  private record Version(long mark, IndexMap map) {}

  private static Bytes key(int number) {
    return Bytes.ofUtf8("key " + number);
  }

  private void put(int number, String value) {
    known = known.put(key(number), Bytes.ofUtf8(value));
    stored.put(key(number), Bytes.ofUtf8(value));
  }

  private static void same(IndexMap known, IndexView view, int number, String what) {
    assertEquals(known.get(key(number)), view.get(key(number)), what);
    IndexProof proof = view.prove(key(number));
    assertEquals(known.prove(key(number)), proof, what);
  }

  /**
   * @param keys so many that pages lie one to five deep
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 17, 300, 6_000})
  void everyAnswerIsTheSame(int keys) {
    Random random = new Random(keys);
    List<Version> versions = new ArrayList<>();
    assertEquals(known.root(), stored.root());
    same(known, stored, 0, "of the empty map");
    for (int step = 1; step <= 2 * keys; step++) {
      put(random.nextInt(keys), "value " + step);
      if (step % (keys / 5 + 1) == 0) {
        assertEquals(known.root(), stored.root(), "after " + step);
        shelf.mark(step);
        versions.add(new Version(step, known));
        stored = new StoredIndex(shelf); // nothing is kept beside the shelf
      }
    }
    assertEquals(known.root(), stored.root());
    versions.add(new Version(0, known));
    for (Version version : versions) {
      IndexView view = version.mark() == 0 ? stored : IndexView.at(shelf, version.mark());
      assertEquals(version.map().root(), view.root());
      for (int number = 0; number < keys + 20; number += keys / 200 + 1) {
        same(version.map(), view, number, "key " + number + " at " + version.mark());
      }
    }
  }
}
