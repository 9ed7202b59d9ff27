package org.baymark.node.tiles;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.HashedTree;

/**
 * A piece of one level of the tree (C2SP tlog-tiles, "Merkle Tree"): {@code width} hashes from hash
 * 256 * {@code number} of the level on, each of a complete subtree of 256^{@code level} leaves.
 *
 * @param level 0 to 63; level 0 holds leaf hashes
 * @param number among the tiles of its level, from 0
 * @param width 256, or 1 to 255 where it is partial
 */
public record Tile(int level, long number, int width) {
  /** Of a full tile. */
  public static final int WIDTH = 256;

  public static final int LEVEL_MAX = 63;

  /** A tree of 2^53-1 leaves has no complete subtree of 256^7. */
  private static final int LEVEL_REACHED = 6;

  private static final int BITS_A_LEVEL = 8;

  public Tile {
    if (level < 0 || level > LEVEL_MAX || width < 1 || width > WIDTH) {
      throw new IllegalArgumentException("a tile at level " + level + " of width " + width);
    }
    if (number < 0 || number > TilePath.NUMBER_MAX) {
      throw new IllegalArgumentException("a tile with the number " + number);
    }
  }

  /** Where its first hash stands in its level. */
  public long first() {
    return number * WIDTH;
  }

  /** Whether a tree of {@code size} leaves has all of it. */
  public boolean isIn(long size) {
    // A shift by 64 bits or more would shift by fewer.
    return level <= LEVEL_REACHED && first() + width <= size >>> BITS_A_LEVEL * level;
  }

  /** Its hashes, from a tree that {@link #isIn has} it. */
  public List<Digest> hashes(HashedTree tree) {
    List<Digest> hashes = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      hashes.add(tree.subtree(BITS_A_LEVEL * level, first() + i));
    }
    return hashes;
  }
}
