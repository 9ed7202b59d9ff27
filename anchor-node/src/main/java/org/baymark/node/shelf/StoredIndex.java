package org.baymark.node.shelf;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.Trie;

/**
 * The map of now, into which the log writes. A change writes the page of its leaf, and above it
 * only what says that a hash is no longer known; the hashes are computed when the root is asked
 * for, one for each node that changed however many keys did.
 */
public final class StoredIndex extends IndexView {
  private final Shelf shelf;

  public StoredIndex(Shelf shelf) {
    super(shelf::get);
    this.shelf = shelf;
  }

  private void write(Bytes ways, IndexPage page) {
    shelf.put(key(ways), page.encoded());
  }

  /** {@code value} is under {@code key} from now on, in place of what was there. */
  public void put(Bytes key, Bytes value) {
    put(Bytes.EMPTY, new IndexPage.Leaf(Digest.sha256(key), value));
  }

  private void put(Bytes ways, IndexPage.Leaf added) {
    IndexPage page = page(ways);
    int way = way(added.keyHash(), ways.size() * IndexPage.BITS);
    IndexPage.Slot there = page.slot(way);
    boolean isOther =
        there instanceof IndexPage.Leaf leaf && !leaf.keyHash().equals(added.keyHash());
    if (!(there instanceof IndexPage.Below) && !isOther) {
      write(ways, page.with(way, added));
      return;
    }
    Bytes below = then(ways, way);
    if (there instanceof IndexPage.Leaf leaf) {
      write(below, IndexPage.EMPTY.with(way(leaf.keyHash(), below.size() * IndexPage.BITS), leaf));
    }
    put(below, added);
    IndexPage.Below changed = new IndexPage.Below(Optional.empty());
    if (!there.equals(changed)) {
      write(ways, page.with(way, changed));
    }
  }

  /** Computes what changed, and remembers it. */
  @Override
  public Digest root() {
    return known(Bytes.EMPTY).hash(0, IndexPage.WIDTH, 0).orElse(Trie.EMPTY_ROOT);
  }

  /** The page, after all hashes on it were computed. */
  private IndexPage known(Bytes ways) {
    IndexPage page = page(ways);
    IndexPage whole = page;
    for (int way = 0; way < IndexPage.WIDTH; way++) {
      if (page.slot(way) instanceof IndexPage.Below below && below.hash().isEmpty()) {
        Bytes further = then(ways, way);
        Optional<Digest> hash =
            known(further).hash(0, IndexPage.WIDTH, further.size() * IndexPage.BITS);
        whole = whole.with(way, new IndexPage.Below(hash));
      }
    }
    if (!whole.equals(page)) {
      write(ways, whole);
    }
    return whole;
  }
}
