package org.baymark.node.sequence;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.baymark.node.cosign.Cosigner;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.store.LogStore;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.TreeHead;

/** Signs each head in the transaction that closes it, and waits for nobody. */
public final class SignAtOnce implements Heads {
  private final LogStore store;
  private final Cosigner cosigner;
  private final InstantSource clock;
  private Optional<TreeHead> signed; // the longest; the owner's thread has it once it runs

  private Optional<LogStatus.Published> next; // signed, not yet on the disk; so too
  private volatile Optional<LogStatus.Published> published;

  public SignAtOnce(LogStore store, Cosigner cosigner, InstantSource clock) {
    this.store = store;
    this.cosigner = cosigner;
    this.clock = clock;
    Optional<SignedCheckpoint> last = store.lastCheckpoint();
    Instant now = clock.instant();
    this.signed = last.map(Recovery::head);
    this.next = last.map(note -> new LogStatus.Published(note, now));
    this.published = next;
  }

  @Override
  public void opened(Ledger ledger) {}

  @Override
  public void closed(ClosedLog closed, Ledger ledger) {
    TreeHead head = closed.head();
    long from = signed.map(TreeHead::size).orElse(0L);
    ConsistencyProof proof = ledger.log().consistency(from, head.size());
    Instant now = clock.instant();
    SignedCheckpoint note =
        cosigner
            .decide(signed, head, proof, now)
            .match(
                signature -> signature,
                reason -> {
                  throw new IllegalStateException("refused to sign: " + reason);
                });
    store.checkpoint(note);
    signed = Optional.of(head);
    next = Optional.of(new LogStatus.Published(note, now));
  }

  @Override
  public void committed() {
    published = next;
  }

  @Override
  public Optional<LogStatus.Published> published() {
    return published;
  }
}
