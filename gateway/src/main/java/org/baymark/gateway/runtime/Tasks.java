package org.baymark.gateway.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.Callable;

/** A lane for work that blocks and has an answer: what an event loop may not do itself. */
public final class Tasks implements AutoCloseable {
  private final String name;
  private final Lane<Runnable> lane;

  /**
   * @param name of the thread
   * @param waitingMax tasks; one more is refused
   */
  public Tasks(String name, int waitingMax) {
    this.name = name;
    this.lane = new Lane<>(name, waitingMax, 1, (List<Runnable> one) -> one.forEach(Runnable::run));
  }

  /**
   * Runs {@code work} after all that was asked before. The future completes on the lane's thread;
   * it fails with what the work throws, or with {@link BusyException}.
   */
  public <T> Future<T> call(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    Runnable task =
        () -> {
          try {
            promise.complete(work.call());
          } catch (Exception e) {
            promise.fail(e);
          }
        };
    if (!lane.offer(task)) {
      promise.fail(new BusyException(name + ": too much waits already"));
    }
    return promise.future();
  }

  public int waiting() {
    return lane.waiting();
  }

  /** Takes nothing more, finishes what waits, and returns when all is done. */
  @Override
  public void close() {
    lane.close();
  }
}
