package org.baymark.gateway.web;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.baymark.gateway.runtime.BusyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every call is answered: JSON, and an error is one sentence. */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** A call that cannot be answered as asked; thrown by what reads the call. */
  static final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    CallException(int status, String sentence) {
      super(sentence, null, false, false);
      this.status = status;
    }
  }

  static void json(RoutingContext call, int status, JsonObject body) {
    json(call.response(), status, body);
  }

  private static void json(HttpServerResponse response, int status, JsonObject body) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.encode() + "\n");
  }

  static void error(RoutingContext call, int status, String sentence) {
    error(call.response(), status, sentence);
  }

  /** The same before there is a route. */
  static void error(HttpServerResponse response, int status, String sentence) {
    if (!response.ended()) {
      json(response, status, new JsonObject().put("error", sentence));
    }
  }

  /** Hands the result of {@code work} to {@code then}, on the call's own event loop. */
  static <T> void when(RoutingContext call, Future<T> work, Consumer<T> then) {
    Context context = Vertx.currentContext();
    work.onComplete(result -> context.runOnContext(now -> finish(call, result, then)));
  }

  private static <T> void finish(RoutingContext call, AsyncResult<T> result, Consumer<T> then) {
    try {
      if (result.failed()) {
        failure(call, result.cause());
      } else {
        then.accept(result.result());
      }
    } catch (RuntimeException e) {
      failure(call, e);
    }
  }

  /** The answer to a call that failed with {@code why}. */
  static void failure(RoutingContext call, Throwable why) {
    if (why instanceof CallException wrong) {
      error(call, wrong.status, String.valueOf(wrong.getMessage()));
    } else if (why instanceof BusyException) {
      call.response().putHeader("Retry-After", "1");
      error(call, 503, why.getMessage() + "; come back in a moment");
    } else {
      log.atError().setCause(why).addKeyValue("path", call.request().path()).log("a call failed");
      error(call, 500, "a fault of the gateway; its log says more");
    }
  }
}
