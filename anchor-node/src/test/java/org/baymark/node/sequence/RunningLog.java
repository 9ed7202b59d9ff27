package org.baymark.node.sequence;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.baymark.node.Alliance;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.store.LogStore;

/** A sequencer over a database in a folder. */
final class RunningLog implements AutoCloseable {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

  final LogStore store;
  final SoleSequencer sequencer;
  final CompletableFuture<Throwable> fatal = new CompletableFuture<>();

  private RunningLog(Path folder, int queueMax) {
    store = LogStore.open(folder.resolve("node.db"));
    try {
      store.votes().wake(Alliance.REPORTER, true);
      Chamber heads = new Chamber(store, Alliance.signatory(), CLOCK, message -> {});
      sequencer = new SoleSequencer(Execution.open(store, heads, queueMax, fatal::complete));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Recovers what is there, and starts. */
  static RunningLog start(Path folder) {
    RunningLog log = new RunningLog(folder, 100);
    log.sequencer.start();
    return log;
  }

  /** Takes commands into its queue and does nothing yet. */
  static RunningLog waiting(Path folder, int queueMax) {
    return new RunningLog(folder, queueMax);
  }

  Result apply(Command command) {
    return await(sequencer.submit(command));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    sequencer.close();
    store.close();
  }
}
