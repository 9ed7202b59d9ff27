package org.baymark.node.running;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was opened so far. What was opened last is closed first, and what fails to close keeps
 * nothing else from it.
 */
final class Opened implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** {@code opened} itself, which is closed with this. */
  <T> T add(T opened, Consumer<T> closing) {
    closings.push(() -> closing.accept(opened));
    return opened;
  }

  /**
   * Waits for what opens or closes. Not for a thread that has to bring it about.
   *
   * @throws CompletionException with why it failed
   */
  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /**
   * @throws RuntimeException the first that something failed to close with, when all were tried
   */
  @Override
  public void close() {
    @Nullable RuntimeException first = null;
    while (!closings.isEmpty()) {
      try {
        closings.pop().run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
