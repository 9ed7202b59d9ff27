package org.baymark.node.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of all bodies that are being received, waited with or answered at one time, so
 * that many large ones cannot fill the memory: who comes beyond is told to come back.
 */
final class BodyBudget {
  private final long bytesMax;
  private final AtomicLong taken = new AtomicLong();

  BodyBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Stands before the handler that reads a body.
   *
   * @param limit of one body, in bytes: counted where the sender does not say how much will come
   */
  Handler<RoutingContext> reserve(long limit) {
    return call -> {
      long size = Math.min(limit, announced(call, limit));
      if (taken.addAndGet(size) > bytesMax) {
        taken.addAndGet(-size);
        Answers.problem(call, Problem.busy());
        return;
      }
      call.addEndHandler(end -> taken.addAndGet(-size));
      call.next();
    };
  }

  private static long announced(RoutingContext call, long otherwise) {
    String length = call.request().getHeader("Content-Length");
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : otherwise;
  }
}
