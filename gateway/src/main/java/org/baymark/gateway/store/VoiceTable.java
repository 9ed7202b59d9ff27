package org.baymark.gateway.store;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** Where the gateway's own statements stand in their history. */
public final class VoiceTable {
  /**
   * What the next statement is numbered by.
   *
   * @param boot of the last one; 0 before the first
   * @param seq the next one's, in that boot
   * @param previous the first bytes of the last one's id
   */
  public record Standing(long boot, long seq, Optional<Bytes> previous) {}

  public Standing read(Transaction transaction) {
    return transaction
        .first(
            "SELECT boot, seq, previous FROM voice",
            row -> new Standing(row.integer(1), row.integer(2), row.optionalBytes(3)))
        .orElse(new Standing(0, 0, Optional.empty()));
  }

  public void keep(Transaction transaction, Standing standing) {
    transaction.update(
        "INSERT OR REPLACE INTO voice (only, boot, seq, previous) VALUES (1, ?, ?, ?)",
        standing.boot(),
        standing.seq(),
        standing.previous().orElse(null));
  }
}
