package org.baymark.sim.alliance;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine for programs that are about to start. */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int END = 32_768;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /**
   * A port that nobody uses for TCP or UDP at this moment, and that was not given before. It is
   * below those that systems give to outgoing connections (RFC 6056, section 3.2), so none of ours
   * takes it meanwhile.
   */
  public static int free() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (GIVEN.add(port)) {
        try (ServerSocket tcp = new ServerSocket(port, 1, loopback);
            DatagramSocket udp = new DatagramSocket(tcp.getLocalSocketAddress())) {
          return udp.getLocalPort();
        } catch (BindException taken) {
          // The next one will do.
        }
      }
    }
  }
}
