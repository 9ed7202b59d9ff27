package org.baymark.protocol.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.MerkleTree;
import org.junit.jupiter.api.Test;

/** The index map against its definition. */
class IndexMapTest {
  @Test
  void rootsThatAnotherProgramComputed() {
    Map<Integer, String> roots =
        Map.of(
            0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            1, "d8106df8a7cc5c961a6371c0f70fe16e4c3c123a9c1459aed7f9ae99876ac3ef",
            2, "89f28ca7ed104e58066e2dd8c0bc3ac386be884268db2f5847f7842f1e65250a",
            3, "62cedddda915ae9054f8f4daffb1b2b44787092cdc9407da751da0bcd4ba3ebe",
            100, "a0085be4f65e8524a86efa25febf08ca929487a46d150f741733847496d2da4f");
    roots.forEach((count, root) -> assertEquals(root, map(count).root().hex(), "keys " + count));
  }

  @Test
  void theOrderOfInsertionDoesNotMatter() {
    List<List<Integer>> orders = permutations(6);
    assertEquals(720, orders.size());
    Digest root = map(6).root();
    for (List<Integer> order : orders) {
      IndexMap map = IndexMap.EMPTY;
      for (int i : order) {
        map = map.put(key(i), value(i));
      }
      assertEquals(root, map.root(), order.toString());
      assertEquals(6, map.size());
    }
  }

  @Test
  void everySubsetOfASmallWorldHasTheRootOfItsContent() {
    for (int subset = 0; subset < 1 << 8; subset++) {
      Map<Bytes, Bytes> content = new HashMap<>();
      IndexMap map = IndexMap.EMPTY;
      for (int i = 0; i < 8; i++) {
        if ((subset >>> i & 1) == 1) {
          content.put(key(i), value(i));
          map = map.put(key(i), value(i));
        }
      }
      assertSame(content, map, "subset " + subset);
    }
  }

  @Test
  void randomHistoriesAgreeWithTheModelAndLeaveEarlierMapsAlone() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      Map<Bytes, Bytes> content = new HashMap<>();
      IndexMap map = IndexMap.EMPTY;
      List<IndexMap> earlier = new ArrayList<>();
      List<Map<Bytes, Bytes>> contents = new ArrayList<>();
      for (int step = 0; step < 2000; step++) {
        Bytes key = key(random.nextInt(1000));
        Bytes value = value(random.nextInt());
        content.put(key, value);
        map = map.put(key, value);
        if (step % 200 == 0) {
          earlier.add(map);
          contents.add(new HashMap<>(content));
        }
      }
      for (int i = 0; i < earlier.size(); i++) {
        assertSame(contents.get(i), earlier.get(i), "seed " + seed + ", map " + i);
      }
    }
  }

  @Test
  void keysPartAtTheFirstBitThatDiffers() {
    Digest digest = Digest.sha256(Bytes.ofUtf8("any"));
    for (int bit = 0; bit <= Trie.DEPTH_MAX; bit++) {
      byte[] octets = digest.bytes().toArray();
      octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
      octets[31] ^= (byte) (bit < 255 ? 1 : 0); // a later difference does not count
      assertEquals(bit, Trie.parting(digest, Digest.of(Bytes.owning(octets))));
    }
  }

  @Test
  void theEmptyMapHasTheRootOfTheEmptyTree() {
    assertEquals(MerkleTree.EMPTY_ROOT, IndexMap.EMPTY.root());
    assertEquals(0, IndexMap.EMPTY.size());
    assertEquals(Optional.empty(), IndexMap.EMPTY.get(key(1)));
  }

  private static void assertSame(Map<Bytes, Bytes> content, IndexMap map, String what) {
    assertEquals(TrieModel.root(content), map.root(), what);
    assertEquals(content.size(), map.size(), what);
    for (int i = 0; i < 1000; i++) {
      Bytes key = key(i);
      Optional<Bytes> expected = Optional.ofNullable(content.get(key));
      assertEquals(expected, map.get(key), what);
      IndexProof proof = map.prove(key);
      boolean proved =
          expected
              .map(value -> proof.includes(key, value, map.root()))
              .orElseGet(() -> proof.excludes(key, map.root()));
      assertTrue(proved, what + ", key " + i);
    }
  }

  private static List<List<Integer>> permutations(int count) {
    List<List<Integer>> all = List.of(List.of());
    for (int added = 0; added < count; added++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> order : all) {
        for (int place = 0; place <= order.size(); place++) {
          List<Integer> next = new ArrayList<>(order);
          next.add(place, added);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  static IndexMap map(int count) {
    IndexMap map = IndexMap.EMPTY;
    for (int i = 0; i < count; i++) {
      map = map.put(key(i), value(i));
    }
    return map;
  }

  static Bytes key(int i) {
    return Bytes.ofUtf8("key " + i);
  }

  static Bytes value(int i) {
    return Bytes.ofUtf8("value " + i);
  }
}
