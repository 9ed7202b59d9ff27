package org.baymark.node.witness;

import io.vertx.core.Future;
import java.util.Optional;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;

/** What outside witnesses are shown of our log. Neither call blocks. */
interface PublishedLog {
  /** The last checkpoint that anyone may see. */
  Optional<SignedCheckpoint> published();

  /** Empty unless that checkpoint, or a later one, covers both sizes. */
  Future<Optional<ConsistencyProof>> consistency(long from, long to);

  static PublishedLog of(Sequencer sequencer) {
    return new PublishedLog() {
      @Override
      public Optional<SignedCheckpoint> published() {
        return sequencer.status().published().map(LogStatus.Published::note);
      }

      @Override
      public Future<Optional<ConsistencyProof>> consistency(long from, long to) {
        return sequencer.ask(archive -> archive.consistency(from, to));
      }
    };
  }
}
