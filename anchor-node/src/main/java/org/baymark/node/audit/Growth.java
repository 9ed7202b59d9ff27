package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * Where a tree comes to that begins as one that is known and goes on otherwise: of the beginning it
 * needs only the largest complete subtrees.
 */
final class Growth {
  private final List<Digest> peaks = new ArrayList<>();
  private long size;

  /** The first {@code size} leaves of {@code tree}. */
  static Growth from(MerkleTree tree, long size) {
    Growth growth = new Growth();
    long from = 0;
    for (int level = Long.SIZE - 2; level >= 0; level--) {
      if ((size >>> level & 1) == 1) {
        growth.peaks.add(tree.subtree(level, from >>> level));
        from += 1L << level;
      }
    }
    growth.size = size;
    return growth;
  }

  void append(Digest leafHash) {
    peaks.add(leafHash);
    for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
      Digest right = peaks.remove(peaks.size() - 1);
      Digest left = peaks.remove(peaks.size() - 1);
      peaks.add(MerkleTree.nodeHash(left, right));
    }
    size++;
  }

  Digest root() {
    if (peaks.isEmpty()) {
      return MerkleTree.EMPTY_ROOT;
    }
    Digest root = peaks.get(peaks.size() - 1);
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = MerkleTree.nodeHash(peaks.get(i), root);
    }
    return root;
  }
}
