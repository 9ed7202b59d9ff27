package org.baymark.node.ledger;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.node.shelf.IndexView;
import org.baymark.node.shelf.Label;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.TreeHead;

/**
 * The checkpoints that the log closed. Of the last of them the shelf remembers all that was, under
 * their size as its mark: there the index can be asked, and the log can go back to it.
 */
final class Closings {
  /** A member that copies the log closes thousands. */
  private static final int RECENT_MAX = 64;

  private final Shelf shelf;

  /** By size: what may still be asked for, because nothing longer is certified. */
  private final NavigableMap<Long, ClosedLog> recent = new TreeMap<>();

  private long certified;

  private record Fact(Digest root, Bytes seal) {
    static Fact read(CborReader in) throws RefusalException {
      in.arrayOf(2);
      return new Fact(in.digest(), in.bytes(Ledger.ENTRY_SIZE_MAX));
    }
  }

  Closings(Shelf shelf) {
    this.shelf = shelf;
    for (long size : shelf.marks()) {
      recent.put(size, read(size, fact(size).orElseThrow()));
    }
  }

  private Optional<Fact> fact(long size) {
    return shelf.get(Label.CLOSED.key(size)).map(octets -> Own.read(octets, Fact::read));
  }

  private ClosedLog read(long size, Fact fact) {
    IndexSeal seal = Own.ok(IndexSeal.parse(fact.seal()));
    return new ClosedLog(
        new TreeHead(size, fact.root()),
        seal.height(),
        seal.era(),
        fact.seal(),
        IndexView.at(shelf, size));
  }

  /** The log as it is now, closed at {@code head}. */
  ClosedLog add(TreeHead head, Bytes seal) {
    Fact fact = new Fact(head.root(), seal);
    Bytes octets = new CborWriter().array(2).digest(fact.root()).bytes(seal).toBytes();
    shelf.put(Label.CLOSED.key(head.size()), octets);
    shelf.mark(head.size());
    ClosedLog closed = read(head.size(), fact);
    recent.put(head.size(), closed);
    if (recent.size() > RECENT_MAX) {
      drop(recent.tailMap(certified, false).firstKey());
    }
    return closed;
  }

  private void drop(long size) {
    shelf.drop(size);
    recent.remove(size);
  }

  Optional<ClosedLog> last() {
    return recent.isEmpty() ? Optional.empty() : Optional.of(recent.lastEntry().getValue());
  }

  Optional<ClosedLog> at(long size) {
    return Optional.ofNullable(recent.get(size));
  }

  /** Whether the log was ever closed at {@code head}. */
  boolean contains(TreeHead head) {
    return fact(head.size()).filter(fact -> fact.root().equals(head.root())).isPresent();
  }

  /** Nobody asks any more for what was closed below {@code size}. */
  void certified(long size) {
    certified = size;
    NavigableMap<Long, ClosedLog> older = recent.headMap(size, false);
    while (older.size() > 0 && recent.size() > 1) {
      drop(older.firstKey());
    }
  }
}
