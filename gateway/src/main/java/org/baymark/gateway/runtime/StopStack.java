package org.baymark.gateway.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, and how to stop it: in the exact reverse. Belongs to one thread. */
public final class StopStack {
  private static final Logger log = LoggerFactory.getLogger(StopStack.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private record Step(String name, Supplier<Future<Void>> stop) {}

  private final Deque<Step> steps = new ArrayDeque<>();

  /** Notes how {@code started} is stopped; answers it. */
  public <T extends AutoCloseable> T closing(String name, T started) {
    steps.push(
        new Step(
            name,
            () -> {
              try {
                started.close();
                return Future.succeededFuture();
              } catch (Exception e) {
                return Future.failedFuture(e);
              }
            }));
    return started;
  }

  public void stopping(String name, Supplier<Future<Void>> stop) {
    steps.push(new Step(name, stop));
  }

  /** Stops all, the newest first, each before the next; what fails is logged and passed over. */
  public void stopAll() {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      try {
        await(step.stop().get());
      } catch (RuntimeException e) {
        log.atError().setCause(e).addKeyValue("what", step.name()).log("did not stop as it should");
      }
    }
  }

  /**
   * Waits for {@code future}.
   *
   * @throws IllegalStateException with its sentence, if it fails or takes too long
   */
  public static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(String.valueOf(why.getMessage()), why);
    } catch (TimeoutException e) {
      throw new IllegalStateException("nothing came for " + PATIENCE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
