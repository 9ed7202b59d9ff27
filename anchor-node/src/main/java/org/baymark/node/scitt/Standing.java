package org.baymark.node.scitt;

import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.receipt.Receipt;

/** How far an entry has come, as SCRAPI sees it. */
public sealed interface Standing {

  /** A certified checkpoint covers it. */
  record Certified(Bytes entry, Receipt receipt) implements Standing {}

  /** The log holds it, and the next checkpoints will cover it. */
  record Waiting() implements Standing {}

  /** The log does not hold it. */
  record Unknown() implements Standing {}

  default <R> R match(Function<Certified, R> certified, Supplier<R> waiting, Supplier<R> unknown) {
    if (this instanceof Certified it) {
      return certified.apply(it);
    }
    return this instanceof Waiting ? waiting.get() : unknown.get();
  }
}
