package org.baymark.node.scitt;

import java.util.Optional;
import org.baymark.node.sequence.Archive;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.ReceiptSigner;
import org.baymark.protocol.receipt.ReceiptSigner.SignedHead;

/** Gives this member's receipts at certified checkpoints. Safe for many threads. */
public final class ReceiptDesk {
  private final ReceiptSigner signer;
  private Optional<SignedHead> last = Optional.empty(); // guarded by this

  public ReceiptDesk(ReceiptSigner signer) {
    this.signer = signer;
  }

  /** The head of a checkpoint that is published, signed: once for all receipts at it. */
  public synchronized SignedHead at(Checkpoint published) {
    TreeHead head = new TreeHead(published.size(), published.root());
    SignedHead signed =
        last.filter(before -> before.head().equals(head)).orElseGet(() -> signer.sign(head));
    last = Optional.of(signed);
    return signed;
  }

  /** Where the entry with this id stands at {@code head}; on the thread that owns the log. */
  public static Standing standing(Archive archive, Digest id, SignedHead head) {
    Optional<Long> index = archive.index(id);
    if (index.isEmpty()) {
      return new Standing.Unknown();
    }
    return archive
        .inclusion(index.get(), head.head().size())
        .<Standing>map(
            proof ->
                new Standing.Certified(
                    archive.entry(index.get()).orElseThrow(), head.inclusion(proof)))
        .orElseGet(Standing.Waiting::new);
  }

  /**
   * That the log of {@code from} entries is how the log of {@code head} starts; empty unless there
   * is growth to prove. On the thread that owns the log.
   */
  public static Optional<Receipt> consistency(Archive archive, long from, SignedHead head) {
    return from >= 1 && from < head.head().size()
        ? archive.consistency(from, head.head().size()).map(head::consistency)
        : Optional.empty();
  }
}
