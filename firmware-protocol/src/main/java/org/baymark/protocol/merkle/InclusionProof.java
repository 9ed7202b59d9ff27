package org.baymark.protocol.merkle;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;

/**
 * That a leaf stands at {@code index} in the tree of {@code size} leaves (RFC 9162, section 2.1.3).
 *
 * @param path the sibling hashes from the leaf up
 */
public record InclusionProof(long index, long size, List<Digest> path) {
  public InclusionProof {
    path = List.copyOf(path);
  }

  /**
   * How many siblings stand below the level where the way of the leaf {@code index} joins the right
   * edge of the tree; above it only those on the left exist.
   */
  static int inner(long index, long size) {
    return Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
  }

  /** How many siblings the path has from {@code inner} levels up the right edge. */
  static int border(long index, int inner) {
    return Long.bitCount(index >>> inner);
  }

  /** Whether the index is in the tree and the path exactly as long as index and size demand. */
  public boolean fits() {
    if (index < 0 || index >= size) {
      return false;
    }
    int inner = inner(index, size);
    return path.size() == inner + border(index, inner);
  }

  /**
   * The root that this path leads to from {@code leafHash} (RFC 9162, section 2.1.3.2). Empty where
   * the index is not in the tree, or the path is not exactly as long as index and size demand: a
   * path that may be longer lets an inner node pass for a leaf.
   */
  public Optional<Digest> rootFrom(Digest leafHash) {
    if (!fits()) {
      return Optional.empty();
    }
    int inner = inner(index, size);
    Digest hash = leafHash;
    for (int level = 0; level < path.size(); level++) {
      boolean isLeft = level < inner && (index >>> level & 1) == 0;
      Digest sibling = path.get(level);
      hash = isLeft ? MerkleTree.nodeHash(hash, sibling) : MerkleTree.nodeHash(sibling, hash);
    }
    return Optional.of(hash);
  }

  public boolean proves(Digest leafHash, Digest root) {
    return rootFrom(leafHash).filter(root::equals).isPresent();
  }
}
