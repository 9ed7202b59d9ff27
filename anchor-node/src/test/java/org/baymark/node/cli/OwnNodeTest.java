package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.baymark.node.Alliance;
import org.baymark.node.exit.Failure;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proposal or a vote that the log cannot take now. */
class OwnNodeTest {
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private String title = "unavailable";

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/decisions",
        call -> {
          asked.incrementAndGet();
          Bytes why =
              new CborWriter().map(2).integer(-1).text(title).integer(-2).text("why").toBytes();
          call.sendResponseHeaders(503, why.size());
          call.getResponseBody().write(why.toArray());
          call.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String refused(Duration patience) {
    OwnNode node = new OwnNode("http://127.0.0.1:" + server.getAddress().getPort(), patience);
    Failure failure = assertThrows(Failure.class, () -> node.submit(Alliance.GENESIS));
    assertEquals(Failure.FAILED, failure.exitCode());
    return String.valueOf(failure.getMessage());
  }

  /** Where too few members are there each answer takes its time: sixty would take ten minutes. */
  @Test
  void whoCannotTakeItIsAskedForATimeAndNotSoManyTimes() {
    String why = refused(Duration.ZERO);
    assertTrue(why.startsWith("The log does not take it now: unavailable: why; 'baymark"), why);
    assertEquals(1, asked.get());
  }

  @Test
  void whoNeverCanIsAskedOnce() {
    title = "left";
    assertEquals("The log refuses it: left: why", refused(Duration.ofMinutes(5)));
    assertEquals(1, asked.get());
  }
}
