package org.baymark.node.ledger;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.baymark.protocol.bytes.Digest;

/** What became of a {@link Command}. */
public sealed interface Result {

  /** It is a new entry at {@code index} of the log. */
  record Appended(long index, Digest id) implements Result {}

  /** The log held it already, at {@code index}; nothing changed. */
  record Already(long index, Digest id) implements Result {}

  /** A checkpoint was closed; its seal is the last entry. */
  record Closed(ClosedLog log) implements Result {}

  /**
   * It breaks a rule; nothing changed.
   *
   * @param detail for a person
   */
  record Rejected(Rejection rejection, String detail) implements Result {}

  /** {@code held} gets the log index and the id of an entry that the log holds now. */
  default <R> R match(
      BiFunction<Long, Digest, R> held,
      Function<ClosedLog, R> closed,
      Function<Rejected, R> rejected) {
    if (this instanceof Appended appended) {
      return held.apply(appended.index(), appended.id());
    }
    if (this instanceof Already already) {
      return held.apply(already.index(), already.id());
    }
    return this instanceof Closed close
        ? closed.apply(close.log())
        : rejected.apply((Rejected) this);
  }
}
