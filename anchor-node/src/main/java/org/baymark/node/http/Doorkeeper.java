package org.baymark.node.http;

import io.vertx.core.Future;
import java.util.List;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.registrar.TestKeyRule;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.cose.Sign1;

/** Hands entries that others signed to the log, but for those that a node has no part in. */
final class Doorkeeper {
  private final Sequencer sequencer;

  Doorkeeper(Sequencer sequencer) {
    this.sequencer = sequencer;
  }

  /** Fails as {@link Sequencer#submit} does, and with the problem of an entry that stays out. */
  Future<Result> submit(Sign1 entry) {
    return sequencer
        .ask(archive -> TestKeyRule.complaint(entry, archive.openProposal()))
        .compose(
            complaint ->
                complaint
                    .<Future<Result>>map(
                        why -> Future.failedFuture(new ProblemException(Problem.of(why))))
                    .orElseGet(() -> sequencer.submit(Command.ofEntry(entry, List.of()))));
  }
}
