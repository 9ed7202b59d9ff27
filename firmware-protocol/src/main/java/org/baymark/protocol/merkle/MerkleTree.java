package org.baymark.protocol.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.DigestList;

/**
 * An append-only Merkle tree (RFC 9162, section 2.1.1) in memory. It keeps the hash of every
 * complete subtree, about two for each leaf, so that the root of any earlier size and any proof
 * cost as many hashes as the tree has levels. Not thread-safe: its owner appends and asks.
 */
public final class MerkleTree {
  /** The root of the tree without leaves: the hash of no bytes. */
  public static final Digest EMPTY_ROOT = Digest.sha256();

  private static final int LEAF = 0x00;
  private static final int NODE = 0x01;

  /** At level k the hashes of the complete subtrees of 2^k leaves, from the left. */
  private final List<DigestList> levels = new ArrayList<>(1);

  public MerkleTree() {
    levels.add(new DigestList());
  }

  /** The tree of these entries. */
  public static MerkleTree of(List<Bytes> entries) {
    MerkleTree tree = new MerkleTree();
    entries.forEach(entry -> tree.append(leafHash(entry)));
    return tree;
  }

  public static Digest leafHash(Bytes entry) {
    return Digest.sha256(LEAF, entry);
  }

  public static Digest nodeHash(Digest left, Digest right) {
    return Digest.sha256(NODE, left.bytes(), right.bytes());
  }

  /** Adds a leaf, and every subtree that it completes. */
  public void append(Digest leafHash) {
    levels.get(0).add(leafHash);
    for (int level = 0; levels.get(level).size() % 2 == 0; level++) {
      DigestList row = levels.get(level);
      Digest parent = nodeHash(row.get(row.size() - 2), row.get(row.size() - 1));
      if (levels.size() == level + 1) {
        levels.add(new DigestList());
      }
      levels.get(level + 1).add(parent);
    }
  }

  public long size() {
    return levels.get(0).size();
  }

  /** The leaf hash at {@code index}. */
  public Digest leaf(long index) {
    return levels.get(0).get((int) Objects.checkIndex(index, size()));
  }

  /**
   * The hash of the complete subtree of 2^{@code level} leaves that stands at {@code index} among
   * those of its level, from 0: what a C2SP tile lists.
   */
  public Digest subtree(int level, long index) {
    DigestList row = levels.get(Objects.checkIndex(level, levels.size()));
    return row.get((int) Objects.checkIndex(index, (long) row.size()));
  }

  public Digest root() {
    return root(size());
  }

  /** The root that the tree had with its first {@code size} leaves. */
  public Digest root(long size) {
    checkSize(size);
    return size == 0 ? EMPTY_ROOT : hash(0, size);
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
    long split = split(from, to);
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
    long split = split(from, to);
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
      long split = split(from, to);
      outside(first, end, from, split, outside);
      outside(first, end, split, to, outside);
    }
  }

  /** Where the tree over the leaves [from, to) parts: the largest power of two below its size. */
  static long split(long from, long to) {
    return from + Long.highestOneBit(to - from - 1);
  }

  /**
   * MTH of the leaves [from, to), a subtree of the recursive split; then {@code from} is a multiple
   * of every power of two up to its size, and the complete ones are in their row.
   */
  private Digest hash(long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      int level = Long.numberOfTrailingZeros(count);
      return levels.get(level).get((int) (from >>> level));
    }
    long split = split(from, to);
    return nodeHash(hash(from, split), hash(split, to));
  }

  private void checkSize(long size) {
    if (size < 0 || size > size()) {
      throw new IndexOutOfBoundsException("size " + size + " of a tree of " + size());
    }
  }
}
