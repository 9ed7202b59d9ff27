package org.baymark.node.http;

import org.baymark.node.ledger.Result;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;

/**
 * That the log holds an entry, durably: ["baymark receipt v1", log index, entry id].
 *
 * @param index from 0
 */
record Receipt(long index, Digest id) {
  /** The receipt for an entry that the log holds; a {@link ProblemException} for any other. */
  static Receipt of(Result result) {
    return result.match(
        Receipt::new,
        closed -> {
          throw new IllegalStateException("a checkpoint has no receipt");
        },
        rejected -> {
          throw new ProblemException(Problem.of(rejected));
        });
  }

  Bytes encoded() {
    return new CborWriter().array(3).text("baymark receipt v1").integer(index).digest(id).toBytes();
  }
}
