package org.baymark.protocol.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.DigestList;

/**
 * A {@link HashedTree} in memory, about two hashes for each leaf. Not thread-safe: its owner
 * appends and asks.
 */
public final class MerkleTree extends HashedTree {
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

  @Override
  public long size() {
    return levels.get(0).size();
  }

  @Override
  public Digest subtree(int level, long index) {
    DigestList row = levels.get(Objects.checkIndex(level, levels.size()));
    return row.get((int) Objects.checkIndex(index, (long) row.size()));
  }

  /** Where the tree over the leaves [from, to) parts: the largest power of two below its size. */
  static long split(long from, long to) {
    return from + Long.highestOneBit(to - from - 1);
  }
}
