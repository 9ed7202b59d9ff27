package org.baymark.gateway.runtime;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies of HTTP calls, with a socket that announces what it likes. */
class BodiesTest {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int BYTES_MAX = 10;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    join(vertx.close());
  }

  private static String statusOf(int port, String head, String body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      String request = "POST / HTTP/1.1\r\nHost: here\r\n" + head + "\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine()
          .split(" ")[1];
    }
  }

  /** Vert.x counts timers from 0: the first of a process may be anybody's. */
  @Test
  void whatIsRefusedBeforeItHasATimerCancelsNobodyElses() throws IOException {
    long first = vertx.setTimer(HOUR_MILLIS, id -> {});
    assertEquals(0, first, "the number that a call without a timer must not have");
    Bodies bodies = new Bodies(1_000);
    Router router = Router.router(vertx);
    router.post().handler(bodies.upTo(BYTES_MAX)).handler(call -> call.end(Bodies.of(call)));
    HttpServer server =
        join(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    int port = server.actualPort();
    assertEquals("413", statusOf(port, "Content-Length: 11", ""));
    assertEquals("413", statusOf(port, "Content-Length: 999999999999999999", ""));
    assertEquals("200", statusOf(port, "Content-Length: 10", "0123456789"));
    assertEquals("413", statusOf(port, "Transfer-Encoding: chunked", "b\r\n0123456789a\r\n"));
    assertTrue(vertx.cancelTimer(first), "it was there still");
    assertEquals(0, bodies.held());
  }
}
