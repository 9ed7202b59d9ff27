package org.baymark.node.order;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.baymark.node.sequence.StoppedException;

/** Waits for what other threads do, until this member is closed. For any thread. */
final class Patience {
  private volatile boolean isOver;

  /**
   * What came of it. Nothing that this waits for waits for this thread, and all of it ends.
   *
   * @throws StoppedException once this member is closed
   * @throws IllegalStateException if it failed
   */
  <T> T await(Future<T> future) {
    CompletableFuture<T> done = future.toCompletionStage().toCompletableFuture();
    while (!isOver) {
      try {
        return done.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        // A long copy: whoever closes this member does not want to wait for it.
      } catch (ExecutionException e) {
        throw new IllegalStateException("the log did not change: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
    }
    throw new StoppedException();
  }

  boolean isOver() {
    return isOver;
  }

  void end() {
    isOver = true;
  }
}
