package org.baymark.node.shelf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.Trie;

/**
 * The verifiable map of a log as its pages hold it: the same map, root and proofs as {@link
 * org.baymark.protocol.index.IndexMap}, of which only the pages on the way are read.
 */
public class IndexView {
  private static final int BESIDE = 4;
  private static final Bytes BEYOND_EVERY_WAY = Bytes.owning(new byte[] {(byte) IndexPage.WIDTH});

  private final Function<Bytes, Optional<Bytes>> shelf;

  IndexView(Function<Bytes, Optional<Bytes>> shelf) {
    this.shelf = shelf;
  }

  /** The map as it was at {@code mark}; it can be asked until that is dropped. */
  public static IndexView at(Shelf shelf, long mark) {
    return new IndexView(key -> shelf.get(key, mark));
  }

  /** The page that these ways lead to; one byte for each. */
  IndexPage page(Bytes ways) {
    return shelf.apply(key(ways)).map(IndexPage::decode).orElse(IndexPage.EMPTY);
  }

  /** Pages of one depth lie together: those above are few, and change with every leaf. */
  static Bytes key(Bytes ways) {
    return Label.INDEX.key(Bytes.owning(new byte[] {(byte) ways.size()}).concat(ways));
  }

  /**
   * A key for what changes with a leaf of the index: it lies beside the page that has the leaf if
   * the map has some ten thousand keys, and not far from it if it has more or fewer.
   */
  public static Bytes beside(Bytes indexKey, Digest name) {
    Digest keyHash = Digest.sha256(indexKey);
    Bytes ways = Bytes.EMPTY;
    for (int depth = 0; depth < BESIDE * IndexPage.BITS; depth += IndexPage.BITS) {
      ways = then(ways, way(keyHash, depth));
    }
    return key(ways).concat(BEYOND_EVERY_WAY).concat(name.bytes());
  }

  /** Which way the hash of a key goes on the page that {@code depth} bits lead to. */
  static int way(Digest keyHash, int depth) {
    int octet = keyHash.bytes().at(depth / Byte.SIZE);
    return (depth % Byte.SIZE == 0 ? octet >>> IndexPage.BITS : octet) & (IndexPage.WIDTH - 1);
  }

  static Bytes then(Bytes ways, int way) {
    return ways.concat(Bytes.owning(new byte[] {(byte) way}));
  }

  public Digest root() {
    return page(Bytes.EMPTY).hash(0, IndexPage.WIDTH, 0).orElse(Trie.EMPTY_ROOT);
  }

  public Optional<Bytes> get(Bytes key) {
    Digest keyHash = Digest.sha256(key);
    Bytes ways = Bytes.EMPTY;
    while (true) {
      int way = way(keyHash, ways.size() * IndexPage.BITS);
      IndexPage.Slot slot = page(ways).slot(way);
      if (!(slot instanceof IndexPage.Below)) {
        return slot instanceof IndexPage.Leaf leaf && leaf.keyHash().equals(keyHash)
            ? Optional.of(leaf.value())
            : Optional.empty();
      }
      ways = then(ways, way);
    }
  }

  /** The proof that {@code key} is in the map, or that it is not, whichever is so. */
  public IndexProof prove(Bytes key) {
    Digest keyHash = Digest.sha256(key);
    List<IndexProof.Step> path = new ArrayList<>();
    Bytes ways = Bytes.EMPTY;
    while (true) {
      IndexPage page = page(ways);
      int way = nearest(page, keyHash, ways.size() * IndexPage.BITS, path);
      IndexPage.Slot slot = page.slot(way);
      if (slot instanceof IndexPage.Leaf leaf) {
        return leaf.keyHash().equals(keyHash)
            ? new IndexProof(path, Optional.empty())
            : new IndexProof(path, Optional.of(other(leaf)));
      }
      if (slot instanceof IndexPage.Nothing) {
        return new IndexProof(List.of(), Optional.empty()); // only of the map without keys
      }
      ways = then(ways, way);
    }
  }

  /**
   * The way that a key takes over a page: its own bit decides where both sides have keys; where
   * only one has, there is no node, and nothing to decide.
   */
  private static int nearest(
      IndexPage page, Digest keyHash, int pageDepth, List<IndexProof.Step> path) {
    int from = 0;
    int to = IndexPage.WIDTH;
    for (int depth = pageDepth; to - from > 1; depth++) {
      int middle = (from + to) / 2;
      boolean hasLeft = !page.isNothing(from, middle);
      boolean hasRight = !page.isNothing(middle, to);
      boolean goesRight = hasLeft && hasRight ? keyHash.bit(depth) : hasRight;
      if (hasLeft && hasRight) {
        Optional<Digest> sibling =
            goesRight ? page.hash(from, middle, depth + 1) : page.hash(middle, to, depth + 1);
        path.add(new IndexProof.Step(depth, sibling.orElseThrow()));
      }
      from = goesRight ? middle : from;
      to = goesRight ? to : middle;
    }
    return from;
  }

  private static IndexProof.Other other(IndexPage.Leaf leaf) {
    return new IndexProof.Other(leaf.keyHash(), Digest.sha256(leaf.value()));
  }
}
