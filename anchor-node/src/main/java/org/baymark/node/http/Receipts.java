package org.baymark.node.http;

import org.baymark.node.ledger.Result;
import org.baymark.protocol.log.LogReceipt;

/** What is answered to whoever hands in an entry. */
final class Receipts {
  private Receipts() {}

  /** For an entry that the log holds; a {@link ProblemException} for any other. */
  static LogReceipt of(Result result) {
    return result.match(
        LogReceipt::new,
        closed -> {
          throw new IllegalStateException("a checkpoint has no receipt");
        },
        rejected -> {
          throw new ProblemException(Problem.of(rejected));
        });
  }
}
