package org.baymark.node.shelf;

import java.util.Arrays;
import java.util.Objects;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.HashedTree;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * A Merkle tree on a shelf. Of every third level it keeps the hashes, eight under one key; the
 * levels between are computed from these, at most three hashes for one. A fact may hold hashes
 * beyond the tree's size, which are overwritten and never read.
 */
public final class StoredTree extends HashedTree {
  private static final int LEVELS_A_ROW = 3;
  private static final int ROW = 1 << LEVELS_A_ROW;

  private final Shelf shelf;
  private final Label label;
  private final Bytes prefix;
  private long size;

  /**
   * @param prefix after the label, where there are several trees of this kind
   * @param size how many leaves were appended under these keys
   */
  public StoredTree(Shelf shelf, Label label, Bytes prefix, long size) {
    this.shelf = shelf;
    this.label = label;
    this.prefix = prefix;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  /** Adds a leaf, and every subtree that it completes. */
  public void append(Digest leafHash) {
    Digest hash = leafHash;
    long at = size;
    int level = 0;
    while (true) {
      byte[] row = put(level, at, hash);
      if (at % ROW != ROW - 1) {
        break;
      }
      hash = fold(row, 0, ROW);
      at /= ROW;
      level += LEVELS_A_ROW;
    }
    size++;
  }

  private byte[] put(int level, long at, Digest hash) {
    int slot = (int) (at % ROW);
    byte[] before = slot == 0 ? new byte[0] : row(level, at);
    byte[] after = Arrays.copyOf(before, (slot + 1) * Digest.SIZE);
    System.arraycopy(hash.bytes().unsafeArray(), 0, after, slot * Digest.SIZE, Digest.SIZE);
    shelf.put(key(level, at), Bytes.owning(after));
    return after;
  }

  @Override
  public Digest subtree(int level, long index) {
    if (level < 0 || level >= Long.SIZE - 1 || index < 0 || index >= size >>> level) {
      throw new IndexOutOfBoundsException(
          "subtree " + index + " of level " + level + " in a tree of " + size);
    }
    int above = level % LEVELS_A_ROW;
    long first = index << above;
    int slot = (int) (first % ROW);
    return fold(row(level - above, first), slot, slot + (1 << above));
  }

  /** The hash of the complete subtree over the hashes [from, to) of a row. */
  private static Digest fold(byte[] row, int from, int to) {
    if (to - from == 1) {
      return Digest.of(Bytes.owning(Arrays.copyOfRange(row, from * Digest.SIZE, to * Digest.SIZE)));
    }
    int middle = (from + to) / 2;
    return MerkleTree.nodeHash(fold(row, from, middle), fold(row, middle, to));
  }

  /** The row with the hash at {@code at} of {@code level}, or the one before it. */
  private byte[] row(int level, long at) {
    return shelf
        .get(key(level, at))
        .orElseThrow(() -> new IllegalStateException("no hashes at " + at + " of level " + level))
        .unsafeArray();
  }

  private Bytes key(int level, long at) {
    long number = Objects.checkIndex(at, Long.MAX_VALUE) / ROW;
    byte[] octets = new byte[1 + Long.BYTES];
    octets[0] = (byte) level;
    for (int i = 0; i < Long.BYTES; i++) {
      octets[octets.length - 1 - i] = (byte) (number >>> Byte.SIZE * i);
    }
    return label.key(prefix.concat(Bytes.owning(octets)));
  }
}
