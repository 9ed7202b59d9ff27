package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Answers over HTTP. {@code POST /statements} needs no token, for a message is its own credential;
 * neither do {@code /healthz} and {@code /readyz}, which say no more than yes or why not. {@code
 * /metrics} is opened by a token of its own. Every other call needs the token of the working
 * folder: whoever has that may do all that the operator may.
 */
public final class WebServer {
  private static final int BODY_MAX = 1 << 20;
  private static final int IDLE_SECONDS = 120;
  private static final String BEARER = "Bearer ";

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final Tokens tokens;
  private final Router router;
  private Future<HttpServer> server = Future.failedFuture("not started");

  /**
   * What opens the calls.
   *
   * @param all opens all of them
   * @param metrics opens the figures and nothing else; empty where there is no such token
   */
  public record Tokens(String all, Optional<String> metrics) {
    boolean openAll(String given) {
      return isSame(given, all);
    }

    boolean openMetrics(String given) {
      return openAll(given) || metrics.filter(it -> isSame(given, it)).isPresent();
    }

    /** Takes as long for a nearly right token as for a wholly wrong one. */
    private static boolean isSame(String given, String right) {
      return MessageDigest.isEqual(
          given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** Names them without showing them. */
    @Override
    public String toString() {
      return "tokens";
    }
  }

  /**
   * @param port 0 for a free one
   * @param open mounts what needs no token
   */
  public WebServer(
      Vertx vertx, String host, int port, Tokens tokens, Consumer<Router> open, Api api) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.tokens = tokens;
    this.router = Router.router(vertx);
    api.mountOpen(router);
    open.accept(router);
    router.route("/metrics").handler(call -> authorize(call, tokens::openMetrics));
    api.mountMetrics(router);
    router.route().handler(call -> authorize(call, tokens::openAll));
    router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_MAX));
    api.mount(router);
    router.route().failureHandler(WebServer::failed);
    router.errorHandler(404, call -> Answers.error(call, 404, "there is nothing here"));
    router.errorHandler(
        405, call -> Answers.error(call, 405, "this path is called with another method"));
  }

  /** Listens; the port, once it does. Fails with a sentence if the port cannot be had. */
  public Future<Integer> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setIdleTimeout(IDLE_SECONDS)
            // JSON that curl sends as a form is one attribute: the limit of the body is enough.
            .setMaxFormAttributeSize(BODY_MAX);
    server = vertx.createHttpServer(options).requestHandler(router).listen();
    return server
        .map(HttpServer::actualPort)
        .recover(
            why ->
                Future.failedFuture(
                    new IllegalStateException(
                        "cannot listen for HTTP on %s:%d: %s"
                            .formatted(host, port, why.getMessage()),
                        why)));
  }

  public Future<Void> stop() {
    return server.compose(HttpServer::close, why -> Future.succeededFuture());
  }

  private static void authorize(RoutingContext call, Predicate<String> opens) {
    String given = call.request().getHeader("Authorization");
    if (given != null && given.startsWith(BEARER) && opens.test(given.substring(BEARER.length()))) {
      call.next();
    } else {
      call.response().putHeader("WWW-Authenticate", "Bearer");
      Answers.error(call, 401, "this call needs the token in api.token of the gateway's folder");
    }
  }

  private static void failed(RoutingContext call) {
    Throwable why = call.failure();
    if (why != null && call.statusCode() == 500) {
      Answers.failure(call, why);
    } else if (call.statusCode() == 413) {
      Answers.error(call, 413, "the body has more than " + BODY_MAX + " bytes");
    } else {
      Answers.error(call, call.statusCode(), "the call cannot be understood");
    }
  }
}
