package org.baymark.protocol.merkle;

import static org.baymark.protocol.merkle.Worlds.TREE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;

/** RFC 9162, section 2.1.4, between all sizes up to 33. */
class ConsistencyProofTest {
  private static final Digest EMPTY = MerkleTree.EMPTY_ROOT;

  /** One proof and the roots of its sizes. */
  private interface Check {
    void of(ConsistencyProof proof, Digest oldRoot, Digest newRoot);
  }

  private static void everyProof(Check check) {
    for (int newSize = 0; newSize <= Worlds.SIZE_MAX; newSize++) {
      for (int oldSize = 0; oldSize <= newSize; oldSize++) {
        check.of(TREE.consistency(oldSize, newSize), TREE.root(oldSize), TREE.root(newSize));
      }
    }
  }

  @Test
  void everyGrowthIsProved() {
    everyProof((proof, old, now) -> assertTrue(proof.proves(old, now), proof.toString()));
  }

  @Test
  void anyChangedHashFails() {
    everyProof(
        (proof, old, now) -> {
          for (List<Digest> path : Worlds.changed(proof.path())) {
            assertFalse(with(proof, path).proves(old, now), proof.toString());
          }
          assertFalse(proof.proves(Worlds.flip(old, 3), now), proof.toString());
          if (proof.oldSize() > 0) {
            assertFalse(proof.proves(old, Worlds.flip(now, 250)), proof.toString());
          }
        });
  }

  @Test
  void anyOtherLengthIsRefused() {
    everyProof(
        (proof, old, now) -> {
          for (List<Digest> path : Worlds.resized(proof.path())) {
            assertFalse(with(proof, path).proves(old, now), proof.toString());
          }
        });
  }

  @Test
  void noOtherOldSizeIsProved() {
    everyProof(
        (proof, old, now) -> {
          for (long size = -1; size <= proof.newSize() + 1; size++) {
            boolean proves =
                new ConsistencyProof(size, proof.newSize(), proof.path()).proves(old, now);
            assertEquals(size == proof.oldSize(), proves, proof + " from " + size);
          }
        });
  }

  @Test
  void theTreeWithoutLeavesStartsEveryTree() {
    assertTrue(new ConsistencyProof(0, 0, List.of()).proves(EMPTY, EMPTY));
    assertTrue(new ConsistencyProof(0, 9, List.of()).proves(EMPTY, TREE.root(9)));
    assertFalse(new ConsistencyProof(0, 9, List.of(EMPTY)).proves(EMPTY, TREE.root(9)));
    assertFalse(new ConsistencyProof(0, 9, List.of()).proves(TREE.root(9), TREE.root(9)));
    assertFalse(new ConsistencyProof(0, 0, List.of()).proves(TREE.root(9), TREE.root(9)));
  }

  @Test
  void sizesThatShrinkOrAreNegativeAreRefused() {
    for (long[] sizes : new long[][] {{2, 1}, {-1, 1}, {-2, -1}, {Long.MIN_VALUE, 1}, {1, -1}}) {
      ConsistencyProof proof = new ConsistencyProof(sizes[0], sizes[1], List.of());
      assertFalse(proof.proves(TREE.root(1), TREE.root(1)), proof.toString());
    }
  }

  @Test
  void anotherHistoryIsNotConsistent() {
    MerkleTree other = new MerkleTree();
    for (int i = 0; i < Worlds.SIZE_MAX; i++) {
      other.append(i == 4 ? EMPTY : TREE.leaf(i));
    }
    for (int size = 6; size < Worlds.SIZE_MAX; size++) {
      ConsistencyProof proof = other.consistency(size, 33);
      assertFalse(proof.proves(TREE.root(size), other.root(33)), "from size " + size);
    }
  }

  private static ConsistencyProof with(ConsistencyProof proof, List<Digest> path) {
    return new ConsistencyProof(proof.oldSize(), proof.newSize(), path);
  }
}
