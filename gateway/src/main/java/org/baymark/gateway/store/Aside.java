package org.baymark.gateway.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.gateway.runtime.BusyException;
import org.jspecify.annotations.Nullable;

/**
 * What the writer does between two transactions, because SQLite does it inside none. One wish of
 * its kind waits at a time.
 *
 * @param <T> what comes of it
 */
final class Aside<T> {
  private final String busy;
  private final AtomicReference<@Nullable Wish<T>> waiting = new AtomicReference<>();

  private record Wish<T>(Function<Transaction, T> work, Promise<T> promise) {}

  /**
   * @param busy what whoever asks meanwhile is told
   */
  Aside(String busy) {
    this.busy = busy;
  }

  /**
   * Waits until the writer has done it.
   *
   * @param calling wakes the writer
   */
  Future<T> ask(Function<Transaction, T> work, Supplier<? extends Future<?>> calling) {
    Wish<T> wish = new Wish<>(work, Promise.promise());
    if (!waiting.compareAndSet(null, wish)) {
      return Future.failedFuture(new BusyException(busy));
    }
    calling
        .get()
        .onFailure(
            why -> {
              waiting.set(null);
              wish.promise().tryFail(why);
            });
    return wish.promise().future();
  }

  /**
   * Does what was asked, if anything was; on the writer's thread.
   *
   * @param broken hears of a disk that did not take it
   */
  void answer(Transaction writer, Consumer<StoreException> broken) {
    Wish<T> wish = waiting.get();
    if (wish == null) {
      return;
    }
    try {
      T done = wish.work().apply(writer);
      waiting.set(null);
      wish.promise().tryComplete(done);
    } catch (StoreException e) {
      if (Transaction.isFatal(e)) {
        broken.accept(e);
      }
      waiting.set(null);
      wish.promise().tryFail(e);
    }
  }
}
