package org.baymark.gateway.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** One write that waits for its commit; once it is handed in the writer's thread owns it. */
final class Work<T> {
  private final SqlWork<T> work;
  private final Promise<T> promise = Promise.promise();
  private Runnable answer = () -> {};

  Work(SqlWork<T> work) {
    this.work = work;
  }

  /** Completes after the commit, on the writer's thread. */
  Future<T> future() {
    return promise.future();
  }

  void run(Transaction transaction) {
    T result = work.run(transaction);
    answer = () -> promise.complete(result);
  }

  /** It is undone and {@link #answer} will say so; the commit goes on without it. */
  void undone(RuntimeException why) {
    answer = () -> fail(why);
  }

  /** The commit that it was part of is on the disk. */
  void answer() {
    answer.run();
  }

  /** Says at once that it was not done. */
  void fail(RuntimeException why) {
    promise.tryFail(why);
  }
}
