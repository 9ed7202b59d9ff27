package org.baymark.node.sequence;

import java.util.Optional;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Ledger;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Members;

/**
 * What is done about the heads that this member's ledger closes. Called on the thread that owns
 * ledger and store; what it throws ends the node.
 */
public interface Heads {
  /**
   * The ledger as it was recovered from the store, at the start or where a transaction was rolled
   * back: what was told and not committed never happened.
   */
  void opened(Ledger ledger);

  /** Another branch took the place of the ledger's, and is on the disk. */
  void moved(Ledger ledger);

  /**
   * In the transaction that holds the seal of {@code closed}: what is recorded here is durable with
   * it, and nothing may leave yet.
   */
  void closed(ClosedLog closed, Ledger ledger);

  /** The node was told to stop; in a transaction that is committed after it. */
  default void resting() {}

  /** The transaction is on the disk: what it recorded may leave. */
  void committed();

  /** The only era in which a checkpoint may be closed now. For any thread. */
  Era era();

  /** Whether this member is the only one of them. */
  default boolean isAlone(Members members) {
    return members.members().size() == 1;
  }

  /** The last head that may be shown to everyone; empty before the first. For any thread. */
  Optional<LogStatus.Published> published();
}
