package org.baymark.node.running;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What one member sends to a port of another goes through here, or does not. */
final class Link implements AutoCloseable {
  /**
   * How it goes. Lost packets of TCP are sent again: what is seen of them is time. Where it is
   * still, connections stand and nothing comes.
   */
  enum Weather {
    FAIR,
    SLOW,
    LOSSY,
    STILL,
    CUT
  }

  private static final int CHUNK = 8_192;
  private static final int SLOW_MILLIS = 150;
  private static final int AGAIN_MILLIS = 600;
  private static final int LOOK_MILLIS = 20;

  private final ServerSocket server;
  private final int target;
  private final Random random;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Weather weather = Weather.FAIR;

  /**
   * @param port 0 for any that is free
   * @param target the port of 127.0.0.1 at which the other member listens
   */
  Link(String host, int port, int target, long seed) throws IOException {
    this.server = new ServerSocket();
    this.server.setReuseAddress(true);
    this.server.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    this.target = target;
    this.random = new Random(seed);
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "link");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens. */
  int port() {
    return server.getLocalPort();
  }

  void weather(Weather next) {
    weather = next;
    if (next == Weather.CUT) {
      hangUp();
    }
  }

  private void hangUp() {
    open.forEach(Link::close);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        if (weather == Weather.CUT) {
          caller.close();
        } else {
          connect(caller);
        }
      } catch (IOException e) {
        // Closed; or too many open files, and the next one will do.
      }
    }
  }

  private void connect(Socket caller) throws IOException {
    open.add(caller);
    try {
      Socket called = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(called);
      daemon(() -> carry(caller, called));
      daemon(() -> carry(called, caller));
    } catch (IOException nobody) {
      close(caller);
      open.remove(caller);
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        Thread.sleep(delay());
        while (weather == Weather.STILL) {
          Thread.sleep(LOOK_MILLIS);
        }
        out.write(chunk, 0, n);
      }
    } catch (IOException | InterruptedException e) {
      // One end is gone; so is the other.
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private long delay() {
    return switch (weather) {
      case SLOW -> SLOW_MILLIS;
      case LOSSY -> chance() < 0.2 ? AGAIN_MILLIS : 0;
      case FAIR, STILL, CUT -> 0;
    };
  }

  private synchronized double chance() {
    return random.nextDouble();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }
}
