package org.baymark.protocol.merkle;

import java.util.List;
import java.util.Optional;
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
    return newRootFrom(oldRoot).filter(newRoot::equals).isPresent();
  }

  /** Of what has grown from one leaf at least: whether the path is as long as the sizes demand. */
  public boolean fits() {
    return oldSize > 0 && oldSize < newSize && path.size() == start() + inner() + border();
  }

  /** The proof climbs from the last complete subtree of the old tree, which is 2^level leaves. */
  private int level() {
    return Long.numberOfTrailingZeros(oldSize);
  }

  private int inner() {
    return InclusionProof.inner(oldSize - 1, newSize) - level();
  }

  private int border() {
    return InclusionProof.border(oldSize - 1, inner() + level());
  }

  /** If that subtree is the whole old tree, its hash is the old root and the path leaves it out. */
  private int start() {
    return Long.bitCount(oldSize) == 1 ? 0 : 1;
  }

  /**
   * The root of the new tree, if the path leads from this old root to one; for what has grown from
   * one leaf at least.
   */
  public Optional<Digest> newRootFrom(Digest oldRoot) {
    if (!fits()) {
      return Optional.empty();
    }
    long index = (oldSize - 1) >>> level();
    int start = start();
    int inner = inner();
    int border = border();
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
    return oldHash.equals(oldRoot) ? Optional.of(newHash) : Optional.empty();
  }

  private static boolean isEmpty(Digest root) {
    return root.equals(MerkleTree.EMPTY_ROOT);
  }
}
