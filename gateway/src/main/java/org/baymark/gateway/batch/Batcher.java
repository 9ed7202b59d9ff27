package org.baymark.gateway.batch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.batch.SealRule.Waiting;
import org.baymark.gateway.runtime.Rounds;
import org.baymark.gateway.runtime.Tasks;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.BatchLog.Last;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.Promises;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Statements.Stored;
import org.baymark.gateway.store.Transaction;
import org.baymark.gateway.store.Unsealed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.papers.AllianceKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what was stored, one batch after the other. It reads what was committed, makes the batch
 * beside the writer's lane, and commits it with its place in the queue to the alliance at once:
 * where that commit did not happen, the same statements are sealed under the same number again.
 */
public final class Batcher {
  private static final Logger log = LoggerFactory.getLogger(Batcher.class);
  private static final Duration LOOK_EVERY_MAX = Duration.ofMillis(250);

  private final Database database;
  private final Statements statements;
  private final Unsealed unsealed;
  private final Promises promises;
  private final BatchLog batches;
  private final HeadLog heads;
  private final Sealing sealing;
  private volatile SealRule rule;
  private final InstantSource clock;
  private final Tasks tasks = new Tasks("batch", 1);
  private final Rounds rounds;

  // One look runs at a time, and each future hands these on to the next.
  private Optional<Instant> dueAt = Optional.empty();

  /**
   * @param allianceKeys what shipments are blinded with, by their time
   */
  public Batcher(
      Vertx vertx,
      Database database,
      Statements statements,
      Promises promises,
      BatchLog batches,
      HeadLog heads,
      DevUrn gateway,
      SigningKey key,
      AllianceKeys allianceKeys,
      SealRule rule,
      InstantSource clock) {
    this.database = database;
    this.statements = statements;
    this.unsealed = new Unsealed(statements);
    this.promises = promises;
    this.batches = batches;
    this.heads = heads;
    this.sealing = new Sealing(gateway, key, allianceKeys);
    this.rule = rule;
    this.clock = clock;
    this.rounds = new Rounds("sealing", vertx, this::round);
  }

  /**
   * Another rule, from the next look on. What was promised under the one before is kept: it is
   * noted which row a batch has to reach.
   */
  public void rule(SealRule next) {
    rule = next;
    rounds.hurry();
  }

  private Duration lookEvery() {
    Duration quarter = rule.sealAfter().dividedBy(4).plusMillis(1);
    return quarter.compareTo(LOOK_EVERY_MAX) < 0 ? quarter : LOOK_EVERY_MAX;
  }

  /** Looks from now on whether something is to be sealed, until {@link #stop}. */
  public void start() {
    rounds.start();
  }

  /** Completes when no batch is being made any more. What was not sealed waits in the store. */
  public Future<Void> stop() {
    return rounds.stop().onSuccess(ended -> tasks.close());
  }

  private Future<Optional<Duration>> round() {
    if (database.failure().isPresent()) {
      return Future.succeededFuture(Optional.of(lookEvery())); // it was said where it happened
    }
    return look().map(made -> Optional.of(made ? Duration.ZERO : untilDue()));
  }

  /** Something else may be due before: a full batch, or what a revocation waits for. */
  private Duration untilDue() {
    Duration lookEvery = lookEvery();
    return dueAt
        .map(at -> Duration.between(clock.instant(), at))
        .filter(wait -> !wait.isNegative() && wait.compareTo(lookEvery) < 0)
        .orElse(lookEvery);
  }

  /** Seals a batch if it is time to; whether it did. Not while another look goes on. */
  public Future<Boolean> look() {
    return database.read(this::isDue).compose(due -> due ? seal() : Future.succeededFuture(false));
  }

  private boolean isDue(Transaction transaction) {
    long sealedTo = batches.last(transaction).map(Last::lastRow).orElse(0L);
    Optional<Waiting> waiting =
        unsealed
            .count(transaction, sealedTo)
            .map(backlog -> new Waiting(backlog.statements(), backlog.bytes(), backlog.oldest()));
    dueAt = waiting.flatMap(it -> rule.waitUntil(it, clock.instant()));
    return batches.isAwaited(transaction) || (waiting.isPresent() && dueAt.isEmpty());
  }

  private record Load(Sealing.Place place, List<Stored> statements) {}

  private Future<Boolean> seal() {
    return database
        .read(this::load)
        .compose(
            load ->
                tasks.call(() -> sealing.seal(load.place(), load.statements(), clock.instant())))
        .compose(
            batch ->
                database.write(
                    transaction -> {
                      batches.append(transaction, batch);
                      promises.keptBy(transaction, batch.number());
                      return batch;
                    }))
        .map(
            batch -> {
              log.atInfo()
                  .addKeyValue("batch", batch.number())
                  .addKeyValue("statements", batch.lastRow() - batch.firstRow() + 1)
                  .addKeyValue("subjects", batch.filed().size())
                  .log("batch sealed");
              return true;
            });
  }

  private Load load(Transaction transaction) {
    Optional<Last> last = batches.last(transaction);
    Sealing.Place place =
        new Sealing.Place(
            last.map(Last::number).orElse(0L) + 1,
            last.map(Last::headerId),
            heads.newest(transaction).map(HeadLog.Head::tree));
    long from = last.map(Last::lastRow).orElse(0L);
    // The limits may have been others when a promise was given.
    long due = promises.dueRow(transaction, place.number());
    SealRule now = rule;
    return new Load(
        place, statements.after(transaction, from, now.statementsMax(), now.bytesMax(), due));
  }
}
