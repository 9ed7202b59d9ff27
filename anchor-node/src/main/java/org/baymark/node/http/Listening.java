package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** How each of the node's servers treats any call, whatever it asks. */
final class Listening {
  private static final int IDLE_SECONDS = 60;
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final int[] STATUSES = {400, 404, 413, 500};

  private Listening() {}

  /** Listens on {@code host} and {@code port}; 0 is any free one. */
  static Future<HttpServer> on(
      Vertx vertx,
      HttpServerOptions options,
      String host,
      int port,
      Router router,
      InstantSource clock) {
    Methods methods = new Methods(router);
    methods.addHeads();
    for (int status : STATUSES) {
      router.errorHandler(status, Listening::error);
    }
    router.errorHandler(405, call -> wrongMethod(call, methods.allowed(call.normalizedPath())));
    router.route().failureHandler(Listening::error);
    options
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setHandle100ContinueAutomatically(true)
        // A call that is cut off takes its connection with it, which over HTTP/2 others share.
        .setHttp2ClearTextEnabled(false)
        .setUseAlpn(false);
    return vertx
        .createHttpServer(options)
        .requestHandler(
            request -> {
              // Who has a clock says the time (RFC 9110, section 6.6.1): gateways compare theirs.
              request.response().putHeader("Date", HttpDate.of(clock.instant()));
              route(router, request);
            })
        .listen(port, host);
  }

  /** The router throws on a broken escape in an address, as if that were a fault of ours. */
  private static void route(Router router, HttpServerRequest request) {
    if (!BROKEN_ESCAPE.matcher(String.valueOf(request.uri())).find()) {
      router.handle(request);
      return;
    }
    Problem problem = Problem.ofStatus(400);
    HttpServerResponse response = request.response().setStatusCode(problem.status());
    response.putHeader("Content-Type", Problem.CONTENT_TYPE);
    response.end(Buffer.buffer(problem.encoded().unsafeArray()));
  }

  private static void wrongMethod(RoutingContext call, String allowed) {
    call.response().putHeader("Allow", allowed);
    Answers.problem(call, Problem.ofStatus(405));
  }

  private static void error(RoutingContext call) {
    Throwable cause = call.failure();
    if (cause != null && call.statusCode() >= 500) {
      Answers.failed(call, cause);
    } else {
      Answers.problem(call, Problem.ofStatus(call.statusCode()));
    }
  }
}
