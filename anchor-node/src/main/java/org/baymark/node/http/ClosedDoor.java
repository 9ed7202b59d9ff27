package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.baymark.node.pin.OwnKey;
import org.baymark.protocol.bytes.Bytes;

/**
 * What answers in place of a node that cannot run at the moment: to every call that it cannot, and
 * why.
 */
public final class ClosedDoor {
  private static final String RETRY_SECONDS = "10";

  private final HttpServer server;

  private ClosedDoor(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens where the node would.
   *
   * @param reason a sentence; never blocks
   */
  public static Future<ClosedDoor> open(
      Vertx vertx, String host, int port, Supplier<String> reason) {
    return open(vertx, new HttpServerOptions(), host, port, reason);
  }

  /** Listens where the node's operator would knock, and shows what it would show. */
  public static Future<ClosedDoor> openToOperator(
      Vertx vertx, OwnKey key, String host, int port, Supplier<String> reason) {
    return open(vertx, AdminServer.tls(key), host, port, reason);
  }

  private static Future<ClosedDoor> open(
      Vertx vertx, HttpServerOptions options, String host, int port, Supplier<String> reason) {
    return vertx
        .createHttpServer(options)
        .requestHandler(request -> answer(request, reason.get()))
        .listen(port, host)
        .map(ClosedDoor::new);
  }

  private static void answer(HttpServerRequest request, String reason) {
    boolean isHealth = "/healthz".equals(request.path());
    JsonObject health = new JsonObject().put("status", "failing").put("reason", reason);
    Bytes body =
        isHealth
            ? Bytes.ofUtf8(health.encode() + "\n")
            : new Problem(503, "cannot-run", reason).encoded();
    HttpServerResponse response = request.response().setStatusCode(503);
    response.putHeader("Retry-After", RETRY_SECONDS);
    response.putHeader("Content-Type", isHealth ? "application/json" : Problem.CONTENT_TYPE);
    response.end(Buffer.buffer(body.unsafeArray()));
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  public Future<Void> close() {
    return server.close();
  }
}
