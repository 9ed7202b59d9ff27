package org.baymark.gateway.transport.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** An MQTT client of a few bytes, for what a decent one would not send. */
final class RawMqtt implements AutoCloseable {
  static final int CONNACK = 2;
  static final int PUBACK = 4;
  static final int SUBACK = 9;
  static final int DISCONNECT = 14;

  private final Socket socket;
  private final DataInputStream in;
  private final boolean version5;

  private RawMqtt(int port, int version) {
    try {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(30_000);
      in = new DataInputStream(socket.getInputStream());
      version5 = version == 5;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A packet that came.
   *
   * @param type the upper half of its first byte
   * @param body all after the length
   */
  record Packet(int type, Bytes body) {
    int at(int index) {
      return body.at(index) & 0xff;
    }
  }

  /** Opens a connection and sends CONNECT; the CONNACK is the first thing to read. */
  static RawMqtt connecting(int port, int version, String clientId) {
    RawMqtt client = new RawMqtt(port, version);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    text(body, "MQTT");
    body.write(version);
    body.write(2); // clean start
    body.write(0);
    body.write(0); // no keep-alive
    client.properties(body);
    text(body, clientId);
    client.send(0x10, body);
    return client;
  }

  /** Connected: the CONNACK said yes. */
  static RawMqtt connected(int port, int version) {
    RawMqtt client = connecting(port, version, "raw");
    Packet answer = client.read().orElseThrow();
    if (answer.type() != CONNACK || answer.at(1) != 0) {
      throw new IllegalStateException("not let in: " + answer);
    }
    return client;
  }

  /** Opens a connection and sends {@code bytes}, whatever they are. */
  static RawMqtt throwing(int port, byte[] bytes) {
    RawMqtt client = new RawMqtt(port, 4);
    client.write(bytes);
    return client;
  }

  RawMqtt publish(int qos, int id, String topic, Bytes payload) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    text(body, topic);
    if (qos > 0) {
      number(body, id);
    }
    properties(body);
    body.writeBytes(payload.toArray());
    return send(0x30 | qos << 1, body);
  }

  RawMqtt subscribe(int id, String topic) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    number(body, id);
    properties(body);
    text(body, topic);
    body.write(1);
    return send(0x82, body);
  }

  /** The next packet; empty when the other side has closed the connection. */
  Optional<Packet> read() {
    try {
      int first = in.readUnsignedByte();
      int length = 0;
      int shift = 0;
      int octet;
      do {
        octet = in.readUnsignedByte();
        length |= (octet & 0x7f) << shift;
        shift += 7;
      } while (octet >= 0x80);
      byte[] body = new byte[length];
      in.readFully(body);
      return Optional.of(new Packet(first >>> 4, Bytes.owning(body)));
    } catch (EOFException | SocketException e) {
      return Optional.empty(); // closed, or closed with bytes of ours unread
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void properties(ByteArrayOutputStream body) {
    if (version5) {
      body.write(0);
    }
  }

  private RawMqtt send(int first, ByteArrayOutputStream body) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(first);
    int length = body.size();
    do {
      packet.write(length > 0x7f ? length & 0x7f | 0x80 : length);
      length >>>= 7;
    } while (length > 0);
    packet.writeBytes(body.toByteArray());
    write(packet.toByteArray());
    return this;
  }

  private void write(byte[] bytes) {
    try {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(bytes);
      out.flush();
    } catch (SocketException e) {
      // The other side has closed already; the test reads that.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(out, utf8.length);
    out.writeBytes(utf8);
  }

  private static void number(ByteArrayOutputStream out, int number) {
    out.write(number >>> 8);
    out.write(number);
  }
}
