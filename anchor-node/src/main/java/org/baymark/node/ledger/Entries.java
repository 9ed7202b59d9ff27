package org.baymark.node.ledger;

import java.util.Optional;
import org.baymark.node.shelf.Label;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/** Where each signed entry stands, by its id. */
final class Entries {
  private final Shelf shelf;

  Entries(Shelf shelf) {
    this.shelf = shelf;
  }

  void add(Digest id, long index) {
    shelf.put(Label.ENTRY.key(id), new CborWriter(9).integer(index).toBytes());
  }

  /**
   * @param signer thumbprint of the key that signed it
   */
  void addHeader(Digest id, long index, Digest signer) {
    Bytes fact = new CborWriter().array(2).integer(index).digest(signer).toBytes();
    shelf.put(Label.ENTRY.key(id), fact);
  }

  Optional<Long> index(Digest id) {
    return shelf.get(Label.ENTRY.key(id)).map(fact -> Own.read(fact, Entries::index));
  }

  private static long index(CborReader in) throws RefusalException {
    if (in.peek() == CborReader.Kind.ARRAY) {
      in.arrayOf(2);
    }
    return in.unsigned(TreeHead.SIZE_MAX);
  }

  /** Where the header with this id stands; empty if it is none. */
  Optional<Long> header(Digest id) {
    return signer(id).flatMap(any -> index(id));
  }

  /** The thumbprint of the key that signed the header with this id. */
  Optional<Digest> signer(Digest id) {
    return shelf
        .get(Label.ENTRY.key(id))
        .flatMap(
            fact ->
                Own.read(
                    fact,
                    in -> {
                      if (in.peek() != CborReader.Kind.ARRAY) {
                        return Optional.empty();
                      }
                      in.arrayOf(2);
                      in.unsigned(TreeHead.SIZE_MAX);
                      return Optional.of(in.digest());
                    }));
  }
}
