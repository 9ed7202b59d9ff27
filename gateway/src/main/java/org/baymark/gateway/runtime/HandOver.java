package org.baymark.gateway.runtime;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Brings values from other threads to an event loop: all that came meanwhile in one turn, so that a
 * commit of a hundred statements wakes the loop once.
 */
public final class HandOver<T> {
  private final Context context;
  private final Consumer<? super T> receiver;
  private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * @param receiver is called on the context's thread, with values of one giver in their order
   */
  public HandOver(Context context, Consumer<? super T> receiver) {
    this.context = context;
    this.receiver = receiver;
  }

  /**
   * From any thread; never blocks. Whoever gives bounds what waits: every value answers something
   * that was itself admitted under a bound.
   */
  public void give(T value) {
    waiting.add(value);
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      context.runOnContext(nothing -> drain());
    }
  }

  /** A value whose receiver throws holds up none behind it; that it threw, the context reports. */
  private void drain() {
    // Before the first look: who adds after the last one schedules another turn.
    scheduled.set(false);
    try {
      for (T value = waiting.poll(); value != null; value = waiting.poll()) {
        receiver.accept(value);
      }
    } catch (RuntimeException e) {
      schedule();
      throw e;
    }
  }
}
