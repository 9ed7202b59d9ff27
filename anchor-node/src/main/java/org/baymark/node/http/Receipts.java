package org.baymark.node.http;

import io.vertx.core.Future;
import org.baymark.node.ledger.Result;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.log.LogReceipt;

/** What is answered to whoever hands in an entry. */
final class Receipts {
  private Receipts() {}

  /** Hands in what the member signed; fails with the problem of what it does not sign. */
  static Future<LogReceipt> decided(Sequencer sequencer, Registrar.Decision decision) {
    return decision.match(
        command -> sequencer.submit(command).map(Receipts::of),
        declined -> Future.failedFuture(new ProblemException(Problem.of(declined))));
  }

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
