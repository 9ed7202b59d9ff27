package org.baymark.node.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Whoever runs an audit reads what is wrong and where, and no name out of Java. */
class NoAnswerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static String clause(String url, Duration patience) {
    SilentException silent =
        assertThrows(
            SilentException.class, () -> new Site(url, patience).get("/checkpoint", 1_000));
    String clause = silent.clause();
    assertFalse(clause.contains("Exception") || clause.contains("null"), clause);
    return clause;
  }

  private static void says(String clause, String part) {
    assertTrue(clause.contains(part), clause);
  }

  /** Answers each connection with this, and ends it. */
  private static final class Door implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final byte[] answer;

    Door(String answer) throws IOException {
      this.answer = answer.getBytes(StandardCharsets.US_ASCII);
      new Thread(this::serve, "door").start();
    }

    String at() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket guest = socket.accept()) {
          guest.getInputStream().read(new byte[4_096]);
          guest.getOutputStream().write(answer);
        } catch (IOException e) {
          // The guest left, or the door is closed.
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aHostThatIsNotThereIsNamed() throws Exception {
    says(
        clause("http://log.nansha.invalid:8090", PATIENCE),
        "it cannot be asked for /checkpoint: no host is known here by the name"
            + " log.nansha.invalid;");
    Door gone = new Door("");
    gone.close();
    says(clause("http://" + gone.at(), PATIENCE), "nothing listens at " + gone.at() + ";");
    says(clause("https://" + gone.at(), PATIENCE), "nothing listens at " + gone.at() + ";");
  }

  @Test
  void whoTakesTheConnectionAndSaysNothingOfUse() throws Exception {
    try (Door door = new Door("");
        Door other = new Door("220 mail.example ESMTP\r\n\r\n")) {
      says(clause("http://" + door.at(), PATIENCE), "it ends the connection before");
      says(clause("http://" + other.at(), PATIENCE), "what it answers is no HTTP;");
      says(clause("https://" + other.at(), PATIENCE), other.at() + " speaks no TLS;");
      says(clause("https://" + door.at(), PATIENCE), "no TLS connection comes about with");
    }
  }

  @Test
  void anAnswerThatIsTooLarge() throws Exception {
    try (Server server = new Server()) {
      server.lie("/checkpoint", Bytes.of(new byte[2_000]));
      says(clause(server.url(), PATIENCE), "larger than any that is right");
    }
  }

  @Test
  void silence() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      says(clause(url, Duration.ofMillis(300)), "it does not answer in time");
    }
  }

  /** What no test can make happen here. */
  @Test
  void theRestByWhatTheClientThrows() {
    URI asked = URI.create("https://log.nansha.example/checkpoint");
    SSLHandshakeException expired = new SSLHandshakeException("wrapped");
    expired.initCause(new CertificateExpiredException());
    Map<Throwable, String> told =
        Map.of(
            new HttpConnectTimeoutException("connect timed out"),
            "log.nansha.example:443 takes no connection in time;",
            new NoRouteToHostException(),
            "no way leads to log.nansha.example:443;",
            new ConnectException("Network is unreachable"),
            "no way leads to log.nansha.example:443;",
            expired,
            "its TLS certificate is not one that is trusted here for log.nansha.example;");
    told.forEach((failure, part) -> says(NoAnswer.why(asked, new IOException(failure)), part));
    assertEquals(4, told.size());
  }
}
