package org.baymark.node.ledger;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

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

  /** Writes indexes of entries: [*index]. */
  static void writePlaces(CborWriter out, List<Long> places) {
    out.array(places.size());
    places.forEach(out::integer);
  }

  static List<Long> readPlaces(CborReader in) throws RefusalException {
    int count = in.array(0, Integer.MAX_VALUE);
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(in.unsigned(TreeHead.SIZE_MAX));
    }
    return places;
  }

  static <T> T ok(Parsed<T> ours) {
    return ours.match(
        value -> value,
        refused -> {
          throw new IllegalStateException("the log does not read itself: " + refused.text());
        });
  }
}
