package org.baymark.gateway.transport.coap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;

/** An address translator before a server, for one client, which may give it another port. */
final class Translator implements AutoCloseable {
  private static final int DATAGRAM_MAX = 2_000;

  private final int serverPort;
  private final DatagramSocket inner;
  private volatile DatagramSocket outer;
  private volatile SocketAddress client;

  private Translator(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.inner = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.outer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.client = inner.getLocalSocketAddress(); // until there is one
    new Thread(this::outwards, "translator out").start();
    listen();
  }

  static Translator before(int serverPort) {
    try {
      return new Translator(serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the client speaks to. */
  int port() {
    return inner.getLocalPort();
  }

  /** What the server sees. */
  int outerPort() {
    return outer.getLocalPort();
  }

  /** The server sees another port from now on, and nothing comes through the old one. */
  void move() {
    try {
      DatagramSocket before = outer;
      outer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      before.close();
      listen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    DatagramSocket now = outer;
    new Thread(() -> inwards(now), "translator in").start();
  }

  private void outwards() {
    try {
      while (true) {
        DatagramPacket packet = received(inner);
        client = packet.getSocketAddress();
        packet.setAddress(InetAddress.getLoopbackAddress());
        packet.setPort(serverPort);
        outer.send(packet);
      }
    } catch (IOException e) {
      outer.close(); // with the inner one
    }
  }

  private void inwards(DatagramSocket from) {
    try {
      while (true) {
        DatagramPacket packet = received(from);
        packet.setSocketAddress(client);
        inner.send(packet);
      }
    } catch (IOException e) {
      from.close();
    }
  }

  private static DatagramPacket received(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
    socket.receive(packet);
    return packet;
  }

  @Override
  public void close() {
    inner.close();
    outer.close();
  }
}
