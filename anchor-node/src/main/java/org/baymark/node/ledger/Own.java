package org.baymark.node.ledger;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;

/** Reads what the log itself wrote. */
final class Own {
  private Own() {}

  /** How a fact on the shelf is read. */
  interface Form<T> {
    T read(CborReader in) throws RefusalException;
  }

  static <T> T read(Bytes fact, Form<T> form) {
    return ok(Parsed.of(() -> form.read(CborReader.open(fact))));
  }

  static <T> T ok(Parsed<T> ours) {
    return ours.match(
        value -> value,
        refused -> {
          throw new IllegalStateException("the log does not read itself: " + refused.text());
        });
  }
}
