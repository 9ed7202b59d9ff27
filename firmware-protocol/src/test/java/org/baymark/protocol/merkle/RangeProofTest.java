package org.baymark.protocol.merkle;

import static org.baymark.protocol.merkle.Worlds.TREE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;

/** Every range of every tree of up to 33 leaves. */
class RangeProofTest {
  /** One proof, the leaves of its range, the root of its size. */
  private interface Check {
    void of(RangeProof proof, List<Digest> leaves, Digest root);
  }

  private static void everyProof(Check check) {
    for (int size = 1; size <= Worlds.SIZE_MAX; size++) {
      for (int first = 0; first < size; first++) {
        for (int end = first + 1; end <= size; end++) {
          RangeProof proof = TREE.range(first, end - first, size);
          check.of(proof, Worlds.leaves(first, end), TREE.root(size));
        }
      }
    }
  }

  @Test
  void everyRangeIsProved() {
    everyProof((proof, leaves, root) -> assertTrue(proof.proves(leaves, root), proof.toString()));
  }

  @Test
  void anyChangedHashFails() {
    everyProof(
        (proof, leaves, root) -> {
          for (List<Digest> outside : Worlds.changed(proof.outside())) {
            assertFalse(with(proof, outside).proves(leaves, root), proof.toString());
          }
          for (List<Digest> changed : Worlds.changed(leaves)) {
            assertFalse(proof.proves(changed, root), proof.toString());
          }
        });
  }

  @Test
  void anyOtherNumberOfSubtreesOutsideIsRefused() {
    everyProof(
        (proof, leaves, root) -> {
          for (List<Digest> outside : Worlds.resized(proof.outside())) {
            assertEquals(Optional.empty(), with(proof, outside).rootFrom(leaves));
          }
        });
  }

  @Test
  void aLeafMoreOrLessFails() {
    everyProof(
        (proof, leaves, root) -> {
          for (List<Digest> other : Worlds.resized(leaves)) {
            assertFalse(proof.proves(other, root), proof.toString());
          }
        });
  }

  @Test
  void noOtherPlaceIsProved() {
    everyProof(
        (proof, leaves, root) -> {
          for (long first = -1; first <= proof.size(); first++) {
            boolean proves =
                new RangeProof(proof.size(), first, proof.outside()).proves(leaves, root);
            assertEquals(first == proof.first(), proves, proof + " from " + first);
          }
        });
  }

  @Test
  void oneLeafHasThePathOfItsInclusionInAnotherOrder() {
    for (int index = 0; index < Worlds.SIZE_MAX; index++) {
      List<Digest> path = TREE.inclusion(index, Worlds.SIZE_MAX).path();
      List<Digest> outside = RangeProof.of(TREE, index, 1).outside();
      assertEquals(path.stream().sorted().toList(), outside.stream().sorted().toList());
    }
  }

  @Test
  void theSubtreesOutsideStandFromLeftToRight() {
    // Leaves 3 and 4 of 7: outside are [0, 2), [2, 3), [5, 6) and [6, 7).
    Digest left = MerkleTree.nodeHash(TREE.leaf(0), TREE.leaf(1));
    assertEquals(
        List.of(left, TREE.leaf(2), TREE.leaf(5), TREE.leaf(6)), TREE.range(3, 2, 7).outside());
  }

  @Test
  void theTreeWithoutLeavesHasTheRangeWithoutLeaves() {
    RangeProof none = RangeProof.of(new MerkleTree(), 0, 0);
    assertEquals(Optional.of(MerkleTree.EMPTY_ROOT), none.rootFrom(List.of()));
    RangeProof more = new RangeProof(0, 0, List.of(MerkleTree.EMPTY_ROOT));
    assertEquals(Optional.empty(), more.rootFrom(List.of()));
    assertEquals(Optional.empty(), none.rootFrom(List.of(TREE.leaf(0))));
    assertEquals(Optional.empty(), new RangeProof(0, 1, List.of()).rootFrom(List.of()));
  }

  @Test
  void rangesBeyondTheTreeAreRefused() {
    List<Digest> two = Worlds.leaves(0, 2);
    for (long size : new long[] {Long.MIN_VALUE, -1, 1, 2, 7, Long.MAX_VALUE}) {
      for (long first : new long[] {Long.MIN_VALUE, -1, size - 1, size, Long.MAX_VALUE}) {
        RangeProof proof = new RangeProof(size, first, List.of());
        assertEquals(Optional.empty(), proof.rootFrom(two), first + " of " + size);
        assertEquals(Optional.empty(), proof.rootFrom(List.of()), first + " of " + size);
      }
    }
  }

  private static RangeProof with(RangeProof proof, List<Digest> outside) {
    return new RangeProof(proof.size(), proof.first(), outside);
  }
}
