package org.baymark.node.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.MerkleTree;
import org.junit.jupiter.api.Test;

/** The tree on a shelf is the tree in memory. */
class StoredTreeTest {
  private static final int SIZE = 300; // four rows of rows, and some

  private final MemoryShelf shelf = new MemoryShelf();
  private final MerkleTree known = new MerkleTree();
  private StoredTree tree = open(0);

  private StoredTree open(long size) {
    return new StoredTree(shelf, Label.TREE, Bytes.ofUtf8("one"), size);
  }

  private void append(int leaf) {
    Digest hash = MerkleTree.leafHash(Bytes.ofUtf8("leaf " + leaf));
    known.append(hash);
    tree.append(hash);
  }

  @Test
  void everySizeHasTheSameRootAndSubtrees() {
    for (int size = 1; size <= SIZE; size++) {
      append(size);
      assertEquals(known.head(), tree.head());
      for (int level = 0; size >>> level > 0; level++) {
        long last = (size >>> level) - 1;
        assertEquals(known.subtree(level, last), tree.subtree(level, last), level + " of " + size);
      }
      tree = open(size); // nothing is kept beside the shelf
    }
  }

  @Test
  void everyProofIsTheSame() {
    for (int size = 1; size <= SIZE; size++) {
      append(size);
    }
    for (int size = 1; size <= SIZE; size += 7) {
      for (int at = 0; at < size; at += 5) {
        assertEquals(known.inclusion(at, size), tree.inclusion(at, size));
        assertEquals(known.consistency(at, size), tree.consistency(at, size));
        assertEquals(known.range(at, size - at, size), tree.range(at, size - at, size));
      }
    }
  }

  @Test
  void whatWasAppendedAndForgottenDoesNotShow() {
    for (int size = 1; size <= SIZE; size++) {
      append(size);
    }
    MerkleTree other = new MerkleTree();
    tree = open(37);
    for (int leaf = 0; leaf < SIZE; leaf++) {
      other.append(leaf < 37 ? known.leaf(leaf) : Digest.sha256(Bytes.ofUtf8("other " + leaf)));
      if (leaf >= 37) {
        tree.append(other.leaf(leaf));
      }
      assertEquals(other.root(), tree.size() > leaf ? tree.root(leaf + 1L) : other.root());
    }
    assertEquals(other.head(), tree.head());
  }

  @Test
  void noSubtreeStandsBeyondTheEnd() {
    append(1);
    append(2);
    append(3);
    assertThrows(IndexOutOfBoundsException.class, () -> tree.subtree(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.subtree(1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.subtree(63, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.leaf(-1));
  }
}
