package org.baymark.node.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.Function;
import org.baymark.node.keys.TokenAwayException;
import org.baymark.node.sequence.BusyException;
import org.baymark.node.sequence.StoppedException;
import org.baymark.node.sequence.UnavailableException;
import org.baymark.protocol.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a call is answered with. */
final class Answers {
  static final String CBOR = "application/cbor";

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Answers 200 with what comes out of {@code future}, or with the problem that kept it away. */
  static <T> void cbor(RoutingContext call, Future<T> future, Function<T, Bytes> encode) {
    reply(call, future.map(encode), body -> bytes(call, 200, CBOR, body));
  }

  /** Hands what comes out of {@code future} to {@code answer}; a problem it answers itself. */
  static <T> void reply(RoutingContext call, Future<T> future, Consumer<T> answer) {
    // The future completes on the ledger's thread; responses belong to their own.
    Context context = call.vertx().getOrCreateContext();
    future.onComplete(
        done ->
            context.runOnContext(
                here -> {
                  if (done.succeeded()) {
                    answer.accept(done.result());
                  } else {
                    failed(call, done.cause());
                  }
                }));
  }

  static void bytes(RoutingContext call, int status, String contentType, Bytes body) {
    HttpServerResponse response = call.response();
    if (response.ended() || response.closed()) {
      return; // who asked has gone
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", contentType)
        .putHeader("Content-Length", String.valueOf(body.size()));
    response.end(
        call.request().method() == HttpMethod.HEAD
            ? Buffer.buffer()
            : Buffer.buffer(body.unsafeArray()));
  }

  static void problem(RoutingContext call, Problem problem) {
    if (problem.status() == 503 && !problem.isGone()) {
      call.response().putHeader("Retry-After", "1");
    }
    if (problem.status() == 401) {
      call.response().putHeader("WWW-Authenticate", "Bearer");
    }
    bytes(call, problem.status(), Problem.CONTENT_TYPE, problem.encoded());
  }

  /** What went wrong on our side is logged here, once, and never shown. */
  static void failed(RoutingContext call, Throwable cause) {
    if (cause instanceof ProblemException expected) {
      problem(call, expected.problem());
    } else if (cause instanceof BusyException) {
      problem(call, Problem.busy());
    } else if (cause instanceof UnavailableException it) {
      problem(
          call, it.isForGood() ? Problem.gone(it.sentence()) : Problem.unavailable(it.sentence()));
    } else if (cause instanceof TokenAwayException) {
      LOG.atError().addKeyValue("fault", cause).log("a call failed for want of the token");
      problem(call, Problem.tokenAway());
    } else if (cause instanceof StoppedException) {
      problem(call, Problem.ofStatus(503));
    } else {
      LOG.atError()
          .addKeyValue("path", call.request().path())
          .addKeyValue("fault", cause)
          .log("a call failed through our own fault");
      LOG.debug("the fault in full", cause);
      problem(call, Problem.ofStatus(500));
    }
  }
}
