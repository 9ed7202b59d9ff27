package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.Optional;
import org.baymark.node.shelf.Label;
import org.baymark.node.shelf.Shelf;
import org.baymark.node.shelf.StoredIndex;
import org.baymark.node.shelf.StoredTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;

/** All that follows from a log, on one shelf. */
final class Facts {
  /** Of what is on the shelf; another one is not read but executed again. */
  private static final long FORM = 3;

  private final Shelf shelf;
  final StoredTree log;
  final StoredIndex index;
  final Entries entries;
  final Filings filings;
  final Registry registry;
  final Terms terms;
  final Council council;
  final Closings closings;

  Facts(Shelf shelf) {
    if (size(shelf).isEmpty()) {
      shelf.clear();
    }
    this.shelf = shelf;
    this.log = new StoredTree(shelf, Label.TREE, Bytes.EMPTY, size(shelf).orElse(0L));
    this.index = new StoredIndex(shelf);
    this.entries = new Entries(shelf);
    this.filings = new Filings(shelf);
    this.registry = new Registry(shelf);
    this.terms = new Terms(shelf);
    this.council = new Council(shelf);
    this.closings = new Closings(shelf);
  }

  /** How many entries the facts on this shelf follow from; empty if they do not read. */
  private static Optional<Long> size(Shelf shelf) {
    return shelf.get(Label.LOG.key()).flatMap(fact -> Own.read(fact, Facts::size));
  }

  private static Optional<Long> size(CborReader in) throws RefusalException {
    in.array(1, Integer.MAX_VALUE);
    return in.unsigned(Long.MAX_VALUE) == FORM
        ? Optional.of(in.unsigned(TreeHead.SIZE_MAX))
        : Optional.empty();
  }

  private void append(Bytes entry) {
    log.append(MerkleTree.leafHash(entry));
    shelf.put(
        Label.LOG.key(), new CborWriter().array(2).integer(FORM).integer(log.size()).toBytes());
  }

  Result append(Sign1 entry) {
    long at = log.size();
    entries.add(entry.id(), at);
    append(entry.encoded());
    return new Result.Appended(at, entry.id());
  }

  /**
   * @param signer thumbprint of the key that signed it
   */
  Result appendHeader(Sign1 header, Digest signer) {
    long at = log.size();
    entries.addHeader(header.id(), at, signer);
    append(header.encoded());
    return new Result.Appended(at, header.id());
  }

  ClosedLog close(Bytes seal) {
    append(seal);
    return closings.add(log.head(), seal);
  }

  /** What the index says of a key from now on. */
  void indexKey(RegisteredKey key) {
    Bytes thumbprint = IndexKeys.verifyingKey(key.registration().key().thumbprint());
    index.put(thumbprint, key.state().encode());
  }

  /** The last batch of a gateway; empty before the first. */
  Optional<GatewayState> gateway(DevUrn name) {
    return index.get(IndexKeys.gateway(name)).map(state -> Own.ok(GatewayState.parse(state)));
  }

  static void checkSize(Sign1 entry) throws RejectionException {
    int size = entry.encoded().size();
    demand(
        size <= Ledger.ENTRY_SIZE_MAX,
        Rejection.ENTRY_TOO_LARGE,
        "an entry of " + size + " bytes where " + Ledger.ENTRY_SIZE_MAX + " are allowed");
  }
}
