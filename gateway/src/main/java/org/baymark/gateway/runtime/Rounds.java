package org.baymark.gateway.runtime;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again, never twice at a time, with the waits that it asks for. */
public final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final String name;
  private final Vertx vertx;
  private final Context context;
  private final Supplier<Future<Optional<Duration>>> round;
  private final Promise<Void> ended = Promise.promise();

  // These belong to the context.
  private boolean running;
  private boolean stopping;
  private long timer = -1;

  /**
   * @param name for the log
   * @param round is called on one context of {@code vertx}; answers how long to wait before the
   *     next, or that there is no next one. Where it fails, that is logged and the next comes after
   *     a second
   */
  public Rounds(String name, Vertx vertx, Supplier<Future<Optional<Duration>>> round) {
    this.name = name;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.round = round;
  }

  /** Starts the first round. */
  public void start() {
    context.runOnContext(now -> run());
  }

  /** The next round comes at once, where one is waited for. */
  public void hurry() {
    context.runOnContext(
        now -> {
          if (!running && !stopping && vertx.cancelTimer(timer)) {
            run();
          }
        });
  }

  /** No further round; completes when the one that may be running has ended. */
  public Future<Void> stop() {
    context.runOnContext(
        now -> {
          stopping = true;
          vertx.cancelTimer(timer);
          if (!running) {
            ended.tryComplete();
          }
        });
    return ended.future();
  }

  private void run() {
    if (stopping) {
      ended.tryComplete();
      return;
    }
    running = true;
    Future<Optional<Duration>> result;
    try {
      result = round.get();
    } catch (RuntimeException e) {
      result = Future.failedFuture(e);
    }
    // The store's futures complete on the store's threads.
    result.onComplete(outcome -> context.runOnContext(now -> next(outcome)));
  }

  private void next(AsyncResult<Optional<Duration>> outcome) {
    running = false;
    if (outcome.failed()) {
      log.atError().setCause(outcome.cause()).addKeyValue("what", name).log("a round failed");
    }
    Optional<Duration> wait = outcome.succeeded() ? outcome.result() : Optional.of(AFTER_FAILURE);
    if (stopping) {
      ended.tryComplete();
    } else if (wait.isPresent()) {
      timer = vertx.setTimer(Math.max(1, wait.get().toMillis()), id -> run());
    }
  }
}
