package org.baymark.node.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.MerkleTree;
import org.junit.jupiter.api.Test;

/** Tiles against the tree that they are of, read as a client reads them that knows only tiles. */
class TileTest {
  private static final int SMALL = 1_030;
  private static final MerkleTree TREE = new MerkleTree();

  static {
    for (int i = 0; i < 65_800; i++) {
      TREE.append(leaf(i));
    }
  }

  private static Digest leaf(int number) {
    return MerkleTree.leafHash(Bytes.owning(ByteBuffer.allocate(4).putInt(number).array()));
  }

  /** C2SP tlog-tiles, "Partial Tiles": floor(s / 256^l) full hashes a level, in tiles of 256. */
  private static List<Tile> tilesOf(long size) {
    List<Tile> tiles = new ArrayList<>();
    long hashes = size;
    for (int level = 0; hashes > 0; level++, hashes /= 256) {
      for (long number = 0; number < hashes / 256; number++) {
        tiles.add(new Tile(level, number, 256));
      }
      if (hashes % 256 != 0) {
        tiles.add(new Tile(level, hashes / 256, (int) (hashes % 256)));
      }
    }
    return tiles;
  }

  /**
   * The root from the rightmost tiles alone, the highest first: each level's partial tile holds
   * what the levels above do not cover. As the definition of RFC 9162 does, over whole subtrees.
   */
  private static Digest rootFromTiles(long size) {
    List<Digest> edge = new ArrayList<>();
    List<Integer> heights = new ArrayList<>();
    for (int level = 6; level >= 0; level--) {
      long hashes = size >> 8 * level;
      int width = (int) (hashes % 256);
      if (width > 0) {
        Tile tile = new Tile(level, hashes / 256, width);
        for (Digest hash : tile.hashes(TREE)) {
          edge.add(hash);
          heights.add(8 * level);
          joinEqual(edge, heights);
        }
      }
    }
    Digest root = edge.remove(edge.size() - 1);
    while (!edge.isEmpty()) {
      root = MerkleTree.nodeHash(edge.remove(edge.size() - 1), root);
    }
    return root;
  }

  private static void joinEqual(List<Digest> edge, List<Integer> heights) {
    int last = edge.size() - 1;
    while (last > 0 && heights.get(last).equals(heights.get(last - 1))) {
      Digest joined = MerkleTree.nodeHash(edge.get(last - 1), edge.get(last));
      edge.subList(last - 1, last + 1).clear();
      edge.add(joined);
      heights.remove(last);
      heights.set(last - 1, heights.get(last - 1) + 1);
      last--;
    }
  }

  private static List<Long> sizes() {
    List<Long> sizes = new ArrayList<>();
    for (long size = 1; size <= SMALL; size++) {
      sizes.add(size);
    }
    for (long size = 65_530; size <= 65_800; size++) {
      sizes.add(size);
    }
    return sizes;
  }

  @Test
  void theRootOfEverySmallSizeComesOutOfItsTiles() {
    for (long size : sizes()) {
      assertEquals(TREE.root(size), rootFromTiles(size), "size " + size);
    }
  }

  @Test
  void aTreeHasExactlyItsTiles() {
    for (long size : List.of(0L, 1L, 255L, 256L, 257L, 511L, 512L, 65_535L, 65_536L, 65_537L)) {
      for (Tile tile : tilesOf(size)) {
        assertTrue(tile.isIn(size), size + " " + tile);
        Tile wider = new Tile(tile.level(), tile.number(), Math.min(256, tile.width() + 1));
        assertEquals(tile.width() == 256, wider.isIn(size), size + " " + wider);
        assertEquals(tile.isIn(size + 1), tile.isIn(size), "what is there once stays, at " + size);
      }
      for (int level = 0; level <= 63; level++) {
        long hashes = level > 6 ? 0 : size >> 8 * level;
        long beyond = (hashes + 255) / 256;
        assertFalse(new Tile(level, beyond, 1).isIn(size), size + " level " + level);
      }
    }
  }

  @Test
  void theExamplesOfTheSpecification() {
    List<Tile> tiles = tilesOf(70_000);
    assertEquals(273, tiles.stream().filter(it -> it.level() == 0 && it.width() == 256).count());
    assertTrue(tiles.contains(new Tile(0, 273, 112)));
    assertTrue(tiles.contains(new Tile(1, 0, 256)));
    assertTrue(tiles.contains(new Tile(1, 1, 17)));
    assertTrue(tiles.contains(new Tile(2, 0, 1)));
    tiles.forEach(tile -> assertTrue(tile.isIn(70_000), tile::toString));
    assertEquals(List.of(new Tile(0, 0, 256), new Tile(1, 0, 1)), tilesOf(256));
  }

  @Test
  void aHashOfATileIsTheRootOfTheFullTileBelow() {
    Tile below = new Tile(0, 7, 256);
    MerkleTree subtree = new MerkleTree();
    below.hashes(TREE).forEach(subtree::append);
    assertEquals(subtree.root(), new Tile(1, 0, 8).hashes(TREE).get(7));
    assertEquals(TREE.root(65_536), new Tile(2, 0, 1).hashes(TREE).get(0));
  }

  @Test
  void aPartialTileIsTheStartOfTheFullOne() {
    List<Digest> full = new Tile(0, 3, 256).hashes(TREE);
    for (int width = 1; width < 256; width++) {
      assertEquals(full.subList(0, width), new Tile(0, 3, width).hashes(TREE));
    }
  }

  @Test
  void thereIsNoTileOfNoTree() {
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, 0, 257));
    assertThrows(IllegalArgumentException.class, () -> new Tile(64, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, Long.MAX_VALUE, 1));
    assertFalse(new Tile(8, 0, 1).isIn(Long.MAX_VALUE >> 10), "a shift by 64 is none");
  }

  @Test
  void anEntryStandsBehindItsLength() {
    Bytes longest = Bytes.owning(new byte[65_535]);
    Bytes bundle = EntryBundle.encode(List.of(Bytes.ofHex("0a0b"), Bytes.EMPTY, longest));
    assertEquals("00020a0b0000ffff", bundle.slice(0, 8).hex());
    assertEquals(8 + 65_535, bundle.size());
    Bytes tooLong = Bytes.owning(new byte[65_536]);
    assertThrows(IllegalArgumentException.class, () -> EntryBundle.encode(List.of(tooLong)));
  }
}
