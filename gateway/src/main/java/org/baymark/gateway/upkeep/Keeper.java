package org.baymark.gateway.upkeep;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.runtime.Rounds;
import org.baymark.gateway.runtime.Tasks;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prunes by the settings, and gives free room in the store's file back: step by step, for ever. */
public final class Keeper {
  private static final Logger log = LoggerFactory.getLogger(Keeper.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofMinutes(10);
  private static final int WAITING_MAX = 4;

  private final Pruner pruner;
  private final Shrinking shrinking;
  private final Tasks tasks = new Tasks("upkeep", WAITING_MAX);
  private final Rounds rounds;
  private volatile Keeping keeping;

  /**
   * @param to where the files go
   */
  private record Keeping(Retention rule, Path to) {}

  /**
   * @param to where the files go
   */
  public Keeper(
      Vertx vertx, Database database, DiskRoom room, Pruner pruner, Retention rule, Path to) {
    this.pruner = pruner;
    this.shrinking = new Shrinking(database, room);
    this.keeping = new Keeping(rule, to);
    this.rounds = new Rounds("keeping", vertx, () -> tasks.call(this::round));
  }

  /** Another rule and place, which it looks at soon. */
  public void keep(Retention rule, Path to) {
    keeping = new Keeping(rule, to);
    rounds.hurry();
  }

  public void start() {
    rounds.start();
  }

  /** Completes when the step that may be on its way has ended. */
  public Future<Void> stop() {
    pruner.leave();
    return rounds.stop().onComplete(any -> tasks.close());
  }

  /** Prunes all that is older than {@code age} and final, now; into the usual folder or another. */
  public Future<List<Pruned>> pruneOlderThan(Duration age, Optional<Path> other) {
    return tasks.call(() -> pruner.all(Retention.olderThan(age), other.orElse(keeping.to())));
  }

  private Optional<Duration> round() {
    try {
      Keeping now = keeping;
      Optional<Pruned> pruned = pruner.step(now.rule(), now.to());
      pruned.ifPresent(
          it ->
              log.atInfo()
                  .addKeyValue("batches", it.firstBatch() + " to " + it.lastBatch())
                  .addKeyValue("statements", it.statements())
                  .addKeyValue("file", it.file())
                  .log("pruned"));
      shrinking.run();
      return Optional.of(pruned.isPresent() ? SOON : LATER);
    } catch (StoreException e) {
      log.atWarn().addKeyValue("why", e.getMessage()).log("not pruned; it is tried again");
      return Optional.of(LATER);
    }
  }
}
