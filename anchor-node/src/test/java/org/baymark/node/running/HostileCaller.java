package org.baymark.node.running;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.baymark.node.Anybody;
import org.baymark.node.peer.Address;
import org.baymark.node.pin.OwnKey;

/**
 * Opens many connections to the exchange door of a member and ends none: some never greet, some
 * never ask, some never end what they say, some say far too much, and some never read the answer.
 */
final class HostileCaller {
  private static final int OF_EACH = 12;
  private static final int LARGE = 8 << 20;

  private final Address to;
  private final SSLContext tls;
  private final List<Socket> open = new ArrayList<>();

  HostileCaller(Address to, OwnKey certificate) throws GeneralSecurityException {
    this.to = to;
    this.tls = tls(certificate);
  }

  static SSLContext tls(OwnKey certificate) throws GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLSv1.3");
    TrustManager[] anybody = {new Anybody()};
    tls.init(new KeyManager[] {certificate}, anybody, new SecureRandom());
    return tls;
  }

  /** A connection on which the handshake is done. */
  static Socket secure(SSLContext tls, Address to) throws IOException {
    return secure(tls, to, new Socket(to.host(), to.port()));
  }

  private static Socket secure(SSLContext tls, Address to, Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, to.host(), to.port(), true);
    socket.startHandshake();
    return socket;
  }

  /** Leaves what is open, and calls as often again. */
  void callAnew() {
    close();
    for (int i = 0; i < OF_EACH; i++) {
      speak(plain -> plain, 0, "");
      speak(this::secure, 0, "");
      speak(this::secure, 0, "POST /vote HTTP/1.1\r\nHost: m\r\nContent-Length: 400\r\n\r\nno end");
      speak(
          this::secure,
          LARGE / 8,
          "POST /vote HTTP/1.1\r\nHost: m\r\nContent-Length: 90000000\r\n\r\n");
      // All but the last byte of the largest command: it has to be kept until that comes.
      speak(
          this::secure,
          LARGE - 1,
          "POST /command HTTP/1.1\r\nHost: m\r\nContent-Length: " + LARGE + "\r\n\r\n");
      speak(this::secure, 0, "GET /log/0 HTTP/1.1\r\nHost: m\r\n\r\n".repeat(50));
    }
  }

  private interface Greeting {
    Socket over(Socket plain) throws IOException;
  }

  private Socket secure(Socket plain) throws IOException {
    return secure(tls, to, plain);
  }

  /** In a thread of its own: whoever does not take it does not hold up the others. */
  private void speak(Greeting greeting, int more, String words) {
    Thread thread = new Thread(() -> say(greeting, more, words), "caller");
    thread.setDaemon(true);
    thread.start();
  }

  private void say(Greeting greeting, int more, String words) {
    try {
      Socket plain = new Socket(to.host(), to.port());
      synchronized (open) {
        open.add(plain);
      }
      OutputStream out = greeting.over(plain).getOutputStream();
      out.write(words.getBytes(StandardCharsets.US_ASCII));
      byte[] part = new byte[16_384];
      for (int left = more; left > 0; left -= part.length) {
        out.write(part, 0, Math.min(left, part.length));
      }
    } catch (IOException e) {
      // It was hung up on.
    }
  }

  private void close() {
    synchronized (open) {
      for (Socket socket : open) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is gone.
        }
      }
      open.clear();
    }
  }
}
