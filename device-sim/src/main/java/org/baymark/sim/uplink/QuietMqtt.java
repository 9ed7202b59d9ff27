package org.baymark.sim.uplink;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An MQTT 5 client that connects and then is quiet: a socket and no thread, so that there can be
 * thousands. It announces no keep-alive (MQTT 5.0, section 3.1.2.10: 0 turns it off).
 */
public final class QuietMqtt implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final byte VERSION = 5;
  private static final byte CLEAN_START = 2;

  private final Socket socket;

  private QuietMqtt(Socket socket) {
    this.socket = socket;
  }

  /**
   * Connects, and waits until the server took it.
   *
   * @param server mqtt://HOST:PORT
   * @param clientId at most 23 characters
   * @throws IOException if the server does not take it
   */
  public static QuietMqtt open(URI server, String clientId) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(connect(clientId));
      accepted(new DataInputStream(socket.getInputStream()), clientId);
      return new QuietMqtt(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** MQTT 5.0, section 3.1. */
  private static byte[] connect(String clientId) {
    byte[] id = clientId.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer packet = ByteBuffer.allocate(2 + 6 + 1 + 1 + 2 + 1 + 2 + id.length);
    packet.put((byte) CONNECT).put((byte) (packet.capacity() - 2));
    packet.putShort((short) 4).put("MQTT".getBytes(StandardCharsets.US_ASCII));
    packet.put(VERSION).put(CLEAN_START).putShort((short) 0).put((byte) 0);
    return packet.putShort((short) id.length).put(id).array();
  }

  /** MQTT 5.0, section 3.2; what properties there are matters to nobody here. */
  private static void accepted(DataInputStream in, String clientId) throws IOException {
    int type = in.readUnsignedByte();
    int length = 0;
    int digit;
    int shift = 0;
    do { // section 1.5.5: seven bits each, the lowest first
      digit = in.readUnsignedByte();
      length |= (digit & 0x7f) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0);
    byte[] rest = in.readNBytes(length);
    if (type != CONNACK || rest.length < 2 || rest[1] != 0) {
      int reason = rest.length < 2 ? -1 : rest[1] & 0xff;
      throw new IOException(
          "the server did not take client " + clientId + ", reason code " + reason);
    }
  }

  /** Whether the server has not hung up. */
  public boolean isOpen() {
    try {
      socket.setSoTimeout(1);
      InputStream in = socket.getInputStream();
      return in.read() >= 0;
    } catch (SocketTimeoutException quiet) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
