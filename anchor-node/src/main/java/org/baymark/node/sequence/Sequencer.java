package org.baymark.node.sequence;

import io.vertx.core.Future;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;

/** The call behind which an alliance agrees on one order, be it of one member or of many. */
public interface Sequencer {
  /**
   * Gives {@code command} its place in the order. Never blocks and never throws.
   *
   * @return completes, on any thread, when the result is durable: power may fail then. Fails with
   *     {@link BusyException} if the command was not taken, because too many wait; and with {@link
   *     StoppedException} if it is not known what became of it.
   */
  Future<Result> submit(Command command);
}
