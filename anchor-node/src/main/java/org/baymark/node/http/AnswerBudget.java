package org.baymark.node.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;

/**
 * Bounds how many large answers are made or sent at one time: who reads slowly keeps his in memory.
 */
final class AnswerBudget {
  private final Semaphore free;

  AnswerBudget(int answersMax) {
    free = new Semaphore(answersMax);
  }

  /** Whether one more may be made; it counts until the call has ended. */
  boolean reserve(RoutingContext call) {
    boolean reserved = free.tryAcquire();
    if (reserved) {
      call.addEndHandler(end -> free.release());
    }
    return reserved;
  }
}
