package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.baymark.gateway.anchor.Roster.Seat;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.HeadLog.Head;
import org.baymark.gateway.store.Outbox.Receipted;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.merkle.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the proof that the log holds the batches that members gave receipts for: a receipt is
 * one member's word, and in a new epoch the log may hold at another place what no head covered yet.
 * A proof for one batch is a proof for all before it. Where it does not come, the batch is sent
 * again ({@link Resending}). Rounds of {@link AnchorLoop} use it, one at a time.
 */
final class InclusionWatch {
  private static final Logger log = LoggerFactory.getLogger(InclusionWatch.class);

  /** An alliance that does well certifies within seconds. */
  private static final Duration SENT_AGAIN_AFTER = Duration.ofMinutes(1);

  private final Database database;
  private final BatchLog batches;
  private final HeadLog heads;
  private final Resending resending;
  private final IntSupplier denialsNeeded;
  private final InstantSource clock;

  // Each round hands these on to the next.
  private Optional<Receipted> sought = Optional.empty();
  private Instant since = Instant.EPOCH;
  private final Set<Seat> deniers = new HashSet<>();

  /**
   * @param denialsNeeded of so many members one at least is honest
   */
  InclusionWatch(
      Database database,
      BatchLog batches,
      HeadLog heads,
      Resending resending,
      IntSupplier denialsNeeded,
      InstantSource clock) {
    this.database = database;
    this.batches = batches;
    this.heads = heads;
    this.resending = resending;
    this.denialsNeeded = denialsNeeded;
    this.clock = clock;
  }

  private record Question(Receipted batch, Bytes header, Head head) {}

  private Optional<Question> question(Transaction transaction) {
    return heads
        .newest(transaction)
        .flatMap(
            head ->
                batches
                    .unproven(transaction, head.tree().size())
                    .map(it -> new Question(it, batches.header(transaction, it.batch()), head)));
  }

  /** Asks {@code seat}, which just showed that it has the newest accepted head. */
  Future<Outcome> look(Seat seat) {
    return database
        .read(this::question)
        .compose(question -> question.map(it -> look(seat, it)).orElseGet(InclusionWatch::done));
  }

  private static Future<Outcome> done() {
    return Future.succeededFuture(new Outcome.Done());
  }

  private Future<Outcome> look(Seat seat, Question question) {
    seek(question.batch());
    if (deniers.size() >= denialsNeeded.getAsInt() || isOverdue()) {
      return sendAgain(question.batch());
    }
    if (question.batch().logIndex() >= question.head().tree().size()) {
      return done();
    }
    return seat.client()
        .inclusion(question.batch().logIndex())
        .compose(
            answer ->
                answer.match(
                    proof -> judge(seat, question, proof),
                    refused -> denied(seat),
                    silent -> done()));
  }

  /** The policy accepted one head: a proof under the next one is none yet, and no denial. */
  private Future<Outcome> judge(Seat seat, Question question, TlogProof proof) {
    if (!proof.includes(question.header())) {
      return denied(seat);
    }
    TreeHead under =
        new TreeHead(proof.note().checkpoint().size(), proof.note().checkpoint().root());
    return under.equals(question.head().tree()) ? anchored(question) : done();
  }

  private void seek(Receipted batch) {
    if (!sought.equals(Optional.of(batch))) {
      sought = Optional.of(batch);
      since = clock.instant();
      deniers.clear();
    }
  }

  /** A clock that was set back makes it send once too often rather than never. */
  private boolean isOverdue() {
    return Duration.between(since, clock.instant()).abs().compareTo(SENT_AGAIN_AFTER) >= 0;
  }

  private Future<Outcome> denied(Seat seat) {
    deniers.add(seat);
    return done();
  }

  private Future<Outcome> anchored(Question question) {
    sought = Optional.empty();
    return database.write(
        transaction -> {
          batches.anchored(transaction, question.batch().batch());
          return new Outcome.Done();
        });
  }

  private Future<Outcome> sendAgain(Receipted batch) {
    sought = Optional.empty();
    log.atWarn()
        .addKeyValue("batch", batch.batch())
        .addKeyValue("logIndex", batch.logIndex())
        .log("no proof of what a receipt said, sending the batch again");
    return database.write(
        transaction -> {
          resending.unproven(transaction, batch.batch());
          return new Outcome.Done();
        });
  }
}
