package org.baymark.node.sequence;

import java.util.Optional;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.EvidenceDesk;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.RegisteredKey;
import org.baymark.node.store.LogStore;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.EvidenceRequest;

/** What can be asked of the log, on the thread that owns it. All of it is durable. */
public final class Archive {
  private final Ledger ledger;
  private final LogStore store;

  Archive(Ledger ledger, LogStore store) {
    this.ledger = ledger;
    this.store = store;
  }

  /** The head of the log, closed or not. */
  TreeHead head() {
    return ledger.head();
  }

  /** The entry at {@code index}; empty unless a checkpoint covers it. */
  public Optional<Bytes> entry(long index) {
    return index < closedSize() ? store.entry(index) : Optional.empty();
  }

  /** From size to size of the log tree; empty unless a checkpoint covers both. */
  public Optional<ConsistencyProof> consistency(long from, long to) {
    return from <= to && to <= closedSize()
        ? Optional.of(ledger.log().consistency(from, to))
        : Optional.empty();
  }

  /** The key registered last under {@code name}, live or not, closed or not. */
  public Optional<RegisteredKey> latestKey(DevUrn name) {
    return ledger.latestKey(name);
  }

  /** The evidence that {@code request} asks for, at the last checkpoint. */
  public EvidenceDesk.Answer evidence(EvidenceRequest request) {
    return EvidenceDesk.answer(
        ledger, index -> store.entry(index).orElseThrow(), store.lastCheckpoint(), request);
  }

  private long closedSize() {
    return ledger.closed().map(ClosedLog::head).map(TreeHead::size).orElse(0L);
  }
}
