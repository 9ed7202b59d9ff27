package org.baymark.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of this machine for nodes that start now or later, and are started again. They are below
 * those that systems give to outgoing connections (RFC 6056, section 3.2), and of blocks that this
 * JVM claims: it listens on the first port of each for as long as it lives, so that tests in other
 * JVMs at the same time are given other ports.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int BLOCK = 100;
  private static final int BLOCKS = 120;

  private static final List<ServerSocket> CLAIMS = new ArrayList<>(); // open until the JVM ends
  private static int block = -1;
  private static int next;

  private FreePorts() {}

  /** Not given before, and used by nobody at this moment. */
  public static synchronized int next() {
    while (true) {
      if (block < 0 || next == FIRST + BLOCK * (block + 1)) {
        claim();
      }
      int port = next++;
      if (isFree(port)) {
        return port;
      }
    }
  }

  /** A number from 0 that no other JVM has at the same time. */
  public static synchronized int ownNumber() {
    if (block < 0) {
      claim();
    }
    return (CLAIMS.get(0).getLocalPort() - FIRST) / BLOCK;
  }

  private static void claim() {
    while (++block < BLOCKS) {
      int first = FIRST + BLOCK * block;
      try {
        CLAIMS.add(listen(first));
        next = first + 1;
        return;
      } catch (IOException taken) {
        // The next one will do.
      }
    }
    throw new AssertionError("no block of ports is left from " + FIRST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket free = listen(port)) {
      return free.isBound();
    } catch (BindException taken) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
  }
}
