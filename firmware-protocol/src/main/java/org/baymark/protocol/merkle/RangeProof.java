package org.baymark.protocol.merkle;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;

/**
 * That leaves stand one after the other from {@code first} in the tree of {@code size} leaves. The
 * recursive split of RFC 9162, section 2.1.1, parts the tree; what lies wholly outside the range is
 * given by its hash.
 *
 * @param outside the maximal subtrees outside the range, from left to right
 */
public record RangeProof(long size, long first, List<Digest> outside) {
  public RangeProof {
    outside = List.copyOf(outside);
  }

  /** The proof for the tree as it stands. */
  public static RangeProof of(MerkleTree tree, long first, long count) {
    return tree.range(first, count, tree.size());
  }

  /**
   * The root that these leaves lead to. Empty where the range is not in the tree, holds no leaf of
   * a tree that has some, or the outside is not exactly as many subtrees as size and range demand.
   */
  public Optional<Digest> rootFrom(List<Digest> leafHashes) {
    long count = leafHashes.size();
    if (size < 0 || first < 0 || count > size || first > size - count) {
      return Optional.empty();
    }
    if (size == 0) {
      return outside.isEmpty() ? Optional.of(MerkleTree.EMPTY_ROOT) : Optional.empty();
    }
    if (count == 0 || outside.size() != outsideCount(first, first + count, 0, size)) {
      return Optional.empty();
    }
    Fold fold = new Fold(first, first + count, leafHashes.iterator(), outside.iterator());
    return Optional.of(fold.hash(0, size));
  }

  public boolean proves(List<Digest> leafHashes, Digest root) {
    return rootFrom(leafHashes).filter(root::equals).isPresent();
  }

  /** Follows only the two edges of the range: as many steps as the tree has levels. */
  private static int outsideCount(long first, long end, long from, long to) {
    if (to <= first || end <= from) {
      return 1;
    }
    if (first <= from && to <= end) {
      return 0;
    }
    long split = MerkleTree.split(from, to);
    return outsideCount(first, end, from, split) + outsideCount(first, end, split, to);
  }

  /** Consumes leaves and outside from the left; their numbers are known to be right. */
  private record Fold(long first, long end, Iterator<Digest> leaves, Iterator<Digest> outside) {
    Digest hash(long from, long to) {
      if (to <= first || end <= from) {
        return outside.next();
      }
      if (to - from == 1) {
        return leaves.next();
      }
      long split = MerkleTree.split(from, to);
      Digest left = hash(from, split);
      return MerkleTree.nodeHash(left, hash(split, to));
    }
  }
}
