package org.baymark.node.sequence;

import java.util.Optional;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Whether the stored entries, what follows from them, and what was signed belong together. It reads
 * no more than the ends of the log; an entry inside is compared with the tree when it is shown.
 */
final class Comparison {
  private final LogStore store;
  private final Heads heads;
  private final Ledger ledger;

  Comparison(LogStore store, Heads heads, Ledger ledger) {
    this.store = store;
    this.heads = heads;
    this.ledger = ledger;
  }

  /**
   * @throws StoreException if they do not
   */
  void check() {
    long size = ledger.size();
    if (store.entries().size() < size) {
      throw damaged(store.entries().size(), "it is missing");
    }
    if (size > 0) {
      entry(size - 1);
    }
    Optional<TreeHead> certified = store.lastCheckpoint().map(Recovery::head);
    certified.ifPresent(this::holds);
    ledger.closed().ifPresent(closed -> closed(closed, certified));
    certified.ifPresent(head -> ledger.certified(head.size()));
  }

  private void holds(TreeHead head) {
    if (!Archive.holds(ledger, head)) {
      throw StoreException.damaged(
          "the stored entries do not lead to the head "
              + head.size()
              + " "
              + head.root()
              + " that was certified");
    }
  }

  private void closed(ClosedLog closed, Optional<TreeHead> certified) {
    long seal = closed.head().size() - 1;
    Digest root = IndexSeal.parse(closed.seal()).toOptional().orElseThrow().indexRoot();
    if (!closed.index().root().equals(root) || !Archive.holds(ledger, closed.head())) {
      throw damaged(seal, "what follows from the log leads elsewhere");
    }
    if (!entry(seal).equals(closed.seal())) {
      throw damaged(seal, "it is no seal of what follows from the log");
    }
    boolean isAlone = heads.isAlone(ledger.membersFor(closed.head().size()));
    if (isAlone && !certified.equals(Optional.of(closed.head()))) {
      throw damaged(seal, "its checkpoint is missing");
    }
  }

  /** As it is stored, and as it stands in the tree. */
  private Bytes entry(long index) {
    return entry(store, ledger, index);
  }

  /**
   * The entry at {@code index}, which has to be there.
   *
   * @throws StoreException if it is another than the one that the log took
   */
  static Bytes entry(LogStore store, Ledger ledger, long index) {
    Bytes entry = store.entries().at(index).orElseThrow(() -> damaged(index, "it is missing"));
    same(ledger, index, entry);
    return entry;
  }

  static void same(Ledger ledger, long index, Bytes entry) {
    if (!MerkleTree.leafHash(entry).equals(ledger.log().leaf(index))) {
      throw damaged(index, "it is another than the one that the log took");
    }
  }

  static StoreException damaged(long position, String why) {
    return StoreException.damaged("entry " + position + " in the database does not hold: " + why);
  }
}
