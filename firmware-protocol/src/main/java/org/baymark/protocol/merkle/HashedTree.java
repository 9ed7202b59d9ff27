package org.baymark.protocol.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.baymark.protocol.bytes.Digest;

/**
 * An append-only Merkle tree (RFC 9162, section 2.1.1), the hashes of whose complete subtrees are
 * at hand, wherever they are kept. So the root of any earlier size and any proof cost as many
 * hashes as the tree has levels.
 */
public abstract class HashedTree {
  /** How many leaves it has. */
  public abstract long size();

  /**
   * The hash of the complete subtree of 2^{@code level} leaves that stands at {@code index} among
   * those of its level, from 0: what a C2SP tile lists.
   */
  public abstract Digest subtree(int level, long index);

  /** The leaf hash at {@code index}. */
  public Digest leaf(long index) {
    return subtree(0, Objects.checkIndex(index, size()));
  }

  public Digest root() {
    return root(size());
  }

  /** The root that the tree had with its first {@code size} leaves. */
  public Digest root(long size) {
    checkSize(size);
    return size == 0 ? MerkleTree.EMPTY_ROOT : hash(0, size);
  }

  public TreeHead head() {
    return new TreeHead(size(), root());
  }

  /** PATH(index, D[0:size]) of RFC 9162, section 2.1.3.1. */
  public InclusionProof inclusion(long index, long size) {
    checkSize(size);
    Objects.checkIndex(index, size);
    List<Digest> path = new ArrayList<>();
    inclusion(index, 0, size, path);
    return new InclusionProof(index, size, path);
  }

  private void inclusion(long index, long from, long to, List<Digest> path) {
    if (to - from == 1) {
      return;
    }
    long split = MerkleTree.split(from, to);
    if (index < split) {
      inclusion(index, from, split, path);
      path.add(hash(split, to));
    } else {
      inclusion(index, split, to, path);
      path.add(hash(from, split));
    }
  }

  /**
   * PROOF(oldSize, D[0:newSize]) of RFC 9162, section 2.1.4.1; empty where the sizes are equal or
   * the old one is 0, which the RFC leaves open.
   */
  public ConsistencyProof consistency(long oldSize, long newSize) {
    checkSize(newSize);
    Objects.checkIndex(oldSize, newSize + 1);
    List<Digest> path = new ArrayList<>();
    if (oldSize > 0) {
      consistency(oldSize, 0, newSize, true, path);
    }
    return new ConsistencyProof(oldSize, newSize, path);
  }

  /**
   * SUBPROOF of RFC 9162 over the leaves [from, to).
   *
   * @param isOld whether the old tree, as far as it reaches in here, is the old root itself, which
   *     the other side has
   */
  private void consistency(long oldSize, long from, long to, boolean isOld, List<Digest> path) {
    if (oldSize == to) {
      if (!isOld) {
        path.add(hash(from, to));
      }
      return;
    }
    long split = MerkleTree.split(from, to);
    if (oldSize <= split) {
      consistency(oldSize, from, split, isOld, path);
      path.add(hash(split, to));
    } else {
      consistency(oldSize, split, to, false, path);
      path.add(hash(from, split));
    }
  }

  /** The proof that {@code count} leaves from {@code first} stand where they stand. */
  public RangeProof range(long first, long count, long size) {
    checkSize(size);
    Objects.checkFromIndexSize(first, count, size);
    if (count == 0 && size > 0) {
      throw new IllegalArgumentException("a range of no leaves in a tree of " + size);
    }
    List<Digest> outside = new ArrayList<>();
    if (size > 0) {
      outside(first, first + count, 0, size, outside);
    }
    return new RangeProof(size, first, outside);
  }

  private void outside(long first, long end, long from, long to, List<Digest> outside) {
    if (to <= first || end <= from) {
      outside.add(hash(from, to));
    } else if (from < first || end < to) {
      long split = MerkleTree.split(from, to);
      outside(first, end, from, split, outside);
      outside(first, end, split, to, outside);
    }
  }

  /**
   * MTH of the leaves [from, to), a subtree of the recursive split; then {@code from} is a multiple
   * of every power of two up to its size.
   */
  private Digest hash(long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      int level = Long.numberOfTrailingZeros(count);
      return subtree(level, from >>> level);
    }
    long split = MerkleTree.split(from, to);
    return MerkleTree.nodeHash(hash(from, split), hash(split, to));
  }

  private void checkSize(long size) {
    if (size < 0 || size > size()) {
      throw new IndexOutOfBoundsException("size " + size + " of a tree of " + size());
    }
  }
}
