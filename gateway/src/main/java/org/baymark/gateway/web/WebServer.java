package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers over HTTP. Every call but {@code /healthz} and {@code POST /statements}, where a message
 * is its own credential, needs the token of the working folder: whoever has it may do all that the
 * operator may.
 */
public final class WebServer {
  private static final int BODY_MAX = 1 << 20;
  private static final int IDLE_SECONDS = 120;
  private static final String BEARER = "Bearer ";

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final byte[] token;
  private final Supplier<Optional<String>> failing;
  private final Router router;
  private Future<HttpServer> server = Future.failedFuture("not started");

  /**
   * @param port 0 for a free one
   * @param open mounts what needs no token
   * @param failing why the gateway does not do what it should; empty while it does
   */
  public WebServer(
      Vertx vertx,
      String host,
      int port,
      String token,
      Supplier<Optional<String>> failing,
      Consumer<Router> open,
      Api api) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.failing = failing;
    this.router = Router.router(vertx);
    router.get("/healthz").handler(this::health);
    open.accept(router);
    router.route().handler(this::authorize);
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

  private void health(RoutingContext call) {
    Optional<String> reason = failing.get();
    JsonObject body = new JsonObject().put("status", reason.isEmpty() ? "ok" : "failing");
    reason.ifPresent(why -> body.put("reason", why));
    Answers.json(call, reason.isEmpty() ? 200 : 503, body);
  }

  private void authorize(RoutingContext call) {
    String given = call.request().getHeader("Authorization");
    boolean right =
        given != null
            && given.startsWith(BEARER)
            // Takes as long for a nearly right token as for a wholly wrong one.
            && MessageDigest.isEqual(
                given.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8), token);
    if (right) {
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
