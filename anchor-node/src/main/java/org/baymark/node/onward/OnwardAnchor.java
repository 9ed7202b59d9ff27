package org.baymark.node.onward;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Checkpoint;

/**
 * A chain of others that takes heads. Each call asks the chain's own node and may take seconds; for
 * one thread.
 */
interface OnwardAnchor extends AutoCloseable {
  /** The chain, as CAIP-2 names it, such as eip155:1. */
  String chain();

  /**
   * A signed transaction that carries {@code head}; nothing is sent yet. Fails where the chain asks
   * for more than may be paid.
   */
  Transaction prepare(Checkpoint head) throws OnwardException;

  /** Sends it. To send the same one again changes nothing. */
  void send(Transaction transaction) throws OnwardException;

  /**
   * The same in the same place of the account's order, for a higher fee; nothing is sent yet. Empty
   * where it pays what the chain asks for; fails where that is more than may be paid.
   */
  Optional<Transaction> raise(Transaction queued) throws OnwardException;

  /** How it stands now: a chain may take back what it said before. */
  Standing look(Transaction transaction) throws OnwardException;

  @Override
  void close();

  /**
   * A transaction, whole.
   *
   * @param id by which the chain names it
   * @param signed as it is sent
   */
  record Transaction(Bytes id, Bytes signed) {}

  /** What the chain says of a transaction. */
  sealed interface Standing {
    /** It knows no such transaction: never sent, dropped, or taken back. */
    record Unknown() implements Standing {}

    /** In no block yet. */
    record Queued() implements Standing {}

    /** In a block that too few others stand on. */
    record Waiting() implements Standing {}

    /** It takes effect never. */
    record Failed() implements Standing {}

    /** In this block, on which enough others stand. */
    record Confirmed(long block) implements Standing {}
  }
}
