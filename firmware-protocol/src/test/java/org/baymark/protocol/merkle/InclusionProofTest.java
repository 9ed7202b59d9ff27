package org.baymark.protocol.merkle;

import static org.baymark.protocol.merkle.Worlds.TREE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;

/** RFC 9162, sections 2.1.1 and 2.1.3, in every tree of up to 33 leaves. */
class InclusionProofTest {
  /** One proof of one tree. */
  private interface Check {
    void of(InclusionProof proof, Digest leaf, Digest root);
  }

  private static void everyProof(Check check) {
    for (int size = 1; size <= Worlds.SIZE_MAX; size++) {
      for (int index = 0; index < size; index++) {
        check.of(TREE.inclusion(index, size), TREE.leaf(index), TREE.root(size));
      }
    }
  }

  @Test
  void rootsOfAllSizesAreThoseOfTheDefinition() {
    for (int size = 0; size <= Worlds.SIZE_MAX; size++) {
      Digest root = Worlds.rootByDefinition(Worlds.entries(size));
      assertEquals(root, TREE.root(size), "size " + size);
      assertEquals(root, MerkleTree.of(Worlds.entries(size)).root(), "size " + size);
    }
  }

  @Test
  void everyLeafIsProved() {
    everyProof((proof, leaf, root) -> assertTrue(proof.proves(leaf, root), proof.toString()));
  }

  @Test
  void anyChangedHashFails() {
    everyProof(
        (proof, leaf, root) -> {
          for (List<Digest> path : Worlds.changed(proof.path())) {
            assertFalse(with(proof, path).proves(leaf, root), proof.toString());
          }
          assertFalse(proof.proves(Worlds.flip(leaf, 255), root));
          assertFalse(proof.proves(leaf, Worlds.flip(root, 0)));
        });
  }

  @Test
  void anyOtherLengthIsRefusedBeforeHashing() {
    everyProof(
        (proof, leaf, root) -> {
          for (List<Digest> path : Worlds.resized(proof.path())) {
            assertEquals(Optional.empty(), with(proof, path).rootFrom(leaf), proof.toString());
          }
        });
  }

  @Test
  void noOtherIndexIsProved() {
    everyProof(
        (proof, leaf, root) -> {
          for (long index = -1; index <= proof.size() + 1; index++) {
            boolean proves =
                new InclusionProof(index, proof.size(), proof.path()).proves(leaf, root);
            assertEquals(index == proof.index(), proves, proof + " as " + index);
          }
        });
  }

  @Test
  void anInnerNodeIsNoLeaf() {
    // The node over leaves 0 and 1 of 4 with the rest of their path does lead to the root.
    Digest inner = MerkleTree.nodeHash(TREE.leaf(0), TREE.leaf(1));
    InclusionProof proof = TREE.inclusion(0, 4);
    List<Digest> upper = proof.path().subList(1, 2);
    assertFalse(new InclusionProof(0, 4, upper).proves(inner, TREE.root(4)));
  }

  @Test
  void indexesBeyondTheTreeAreRefused() {
    for (long size : new long[] {-1, 0, 1, 7, 8, Long.MAX_VALUE, Long.MIN_VALUE}) {
      for (long index : new long[] {-1, size, size + 1, Long.MIN_VALUE}) {
        if (index < 0 || index >= size) {
          InclusionProof proof = new InclusionProof(index, size, List.of());
          assertEquals(Optional.empty(), proof.rootFrom(TREE.leaf(0)), index + " of " + size);
        }
      }
    }
  }

  @Test
  void hugeTreesNeedTheirFullPath() {
    for (int count = 0; count <= 70; count++) {
      List<Digest> path = Collections.nCopies(count, MerkleTree.EMPTY_ROOT);
      InclusionProof first = new InclusionProof(0, TreeHead.SIZE_MAX, path);
      assertEquals(count == 53, first.rootFrom(TREE.leaf(0)).isPresent(), "count " + count);
    }
  }

  @Test
  void theTreeAnswersForItsOwnLeavesOnly() {
    assertThrows(IndexOutOfBoundsException.class, () -> TREE.root(34));
    assertThrows(IndexOutOfBoundsException.class, () -> TREE.root(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> TREE.leaf(33));
    assertThrows(IndexOutOfBoundsException.class, () -> TREE.inclusion(5, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> TREE.inclusion(0, 34));
    assertThrows(IndexOutOfBoundsException.class, () -> TREE.consistency(6, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> TREE.range(3, 3, 5));
    assertThrows(IllegalArgumentException.class, () -> TREE.range(3, 0, 5));
  }

  private static InclusionProof with(InclusionProof proof, List<Digest> path) {
    return new InclusionProof(proof.index(), proof.size(), path);
  }
}
