package org.baymark.protocol.merkle;

import java.util.List;
import org.baymark.protocol.bytes.Digest;

/**
 * That the tree of {@code newSize} leaves starts with the tree of {@code oldSize} leaves (RFC 9162,
 * section 2.1.4).
 */
public record ConsistencyProof(long oldSize, long newSize, List<Digest> path) {
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /**
   * Verifies as RFC 9162, section 2.1.4.2, the length of the path first. Equal sizes need equal
   * roots and no path; the tree without leaves starts every tree.
   */
  public boolean proves(Digest oldRoot, Digest newRoot) {
    if (oldSize < 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == newSize) {
      return path.isEmpty() && oldRoot.equals(newRoot) && (oldSize > 0 || isEmpty(oldRoot));
    }
    if (oldSize == 0) {
      return path.isEmpty() && isEmpty(oldRoot);
    }
    return provesGrowth(oldRoot, newRoot);
  }

  private boolean provesGrowth(Digest oldRoot, Digest newRoot) {
    // The proof climbs from the last complete subtree of the old tree, which is 2^level leaves.
    int level = Long.numberOfTrailingZeros(oldSize);
    long index = (oldSize - 1) >>> level;
    int inner = InclusionProof.inner(oldSize - 1, newSize) - level;
    int border = InclusionProof.border(oldSize - 1, inner + level);
    // If that subtree is the whole old tree, its hash is the old root and the path leaves it out.
    int start = index == 0 ? 0 : 1;
    if (path.size() != start + inner + border) {
      return false;
    }
    Digest oldHash = start == 0 ? oldRoot : path.get(0);
    Digest newHash = oldHash;
    for (int step = 0; step < inner + border; step++) {
      Digest sibling = path.get(start + step);
      if (step < inner && (index >>> step & 1) == 0) {
        newHash = MerkleTree.nodeHash(newHash, sibling); // this sibling came later
      } else {
        oldHash = MerkleTree.nodeHash(sibling, oldHash);
        newHash = MerkleTree.nodeHash(sibling, newHash);
      }
    }
    return oldHash.equals(oldRoot) && newHash.equals(newRoot);
  }

  private static boolean isEmpty(Digest root) {
    return root.equals(MerkleTree.EMPTY_ROOT);
  }
}
