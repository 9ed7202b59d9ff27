package org.baymark.gateway.transport.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.baymark.protocol.bytes.Bytes;

/** An MQTT client of a few bytes, for what a decent one would not send. */
public final class RawMqtt implements AutoCloseable {
  static final int CONNACK = 2;
  public static final int PUBACK = 4;
  static final int SUBACK = 9;
  static final int PINGRESP = 13;
  public static final int DISCONNECT = 14;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Socket socket;
  private final DataInputStream in;
  private final boolean version5;
  private Optional<ByteArrayOutputStream> held = Optional.empty();
  private boolean isDribbling;

  private RawMqtt(Socket socket, int version) {
    try {
      this.socket = socket;
      socket.setSoTimeout(30_000);
      in = new DataInputStream(socket.getInputStream());
      version5 = version == 5;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket socket(int port) {
    try {
      return new Socket("127.0.0.1", port);
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
  public record Packet(int type, Bytes body) {
    public int at(int index) {
      return body.at(index) & 0xff;
    }
  }

  /**
   * What a CONNECT says.
   *
   * @param flags without those of user and password
   * @param properties of MQTT 5, in hex, without their length
   * @param user with the password, if any
   * @param password empty to leave it out
   */
  record Hello(
      int version,
      String clientId,
      int keepAlive,
      int flags,
      String properties,
      Optional<String> user,
      Optional<String> password) {
    static Hello of(int version, String clientId) {
      return new Hello(version, clientId, 0, 2, "", Optional.empty(), Optional.empty());
    }

    Hello as(String name, String secret) {
      return new Hello(
          version, clientId, keepAlive, flags, properties, Optional.of(name), Optional.of(secret));
    }

    Hello keeping(int seconds) {
      return new Hello(version, clientId, seconds, flags, properties, user, password);
    }

    Hello with(String more) {
      return new Hello(version, clientId, keepAlive, flags, more, user, password);
    }
  }

  /** Opens a connection and sends CONNECT; the CONNACK is the first thing to read. */
  static RawMqtt connecting(int port, int version, String clientId) {
    return connecting(socket(port), Hello.of(version, clientId));
  }

  static RawMqtt connecting(int port, Hello hello) {
    return connecting(socket(port), hello);
  }

  static RawMqtt connecting(Socket socket, Hello hello) {
    return new RawMqtt(socket, hello.version()).hello(hello);
  }

  /** The same, and each byte that it sends goes in a segment of its own. */
  static RawMqtt dribbling(int port, Hello hello) {
    RawMqtt client = new RawMqtt(socket(port), hello.version());
    client.isDribbling = true;
    return client.hello(hello);
  }

  /** What {@code sending} sends goes at once. */
  void together(Runnable sending) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    held = Optional.of(all);
    sending.run();
    held = Optional.empty();
    write(all.toByteArray());
  }

  RawMqtt hello(Hello hello) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    text(body, hello.version() == 3 ? "MQIsdp" : "MQTT");
    body.write(hello.version());
    int user = hello.user().isPresent() ? 0x80 : 0;
    body.write(hello.flags() | user | (hello.password().isPresent() ? 0x40 : 0));
    number(body, hello.keepAlive());
    if (version5) {
      byte[] properties = Bytes.ofHex(hello.properties()).toArray();
      body.write(properties.length);
      body.writeBytes(properties);
    }
    text(body, hello.clientId());
    if ((hello.flags() & 4) != 0) {
      properties(body);
      text(body, "last");
      text(body, "words");
    }
    hello.user().ifPresent(name -> text(body, name));
    hello.password().ifPresent(secret -> text(body, secret));
    return send(0x10, body);
  }

  /** Connected, under an identifier of its own: the CONNACK said yes. */
  public static RawMqtt connected(int port, int version) {
    return connected(port, Hello.of(version, "raw-" + NUMBER.incrementAndGet()));
  }

  static RawMqtt connected(int port, Hello hello) {
    RawMqtt client = connecting(port, hello);
    Packet answer = client.read().orElseThrow();
    if (answer.type() != CONNACK || answer.at(1) != 0) {
      throw new IllegalStateException("not let in: " + answer);
    }
    return client;
  }

  /** Opens a connection and sends {@code bytes}, whatever they are. */
  static RawMqtt throwing(int port, byte[] bytes) {
    RawMqtt client = new RawMqtt(socket(port), 4);
    client.write(bytes);
    return client;
  }

  public RawMqtt publish(int qos, int id, String topic, Bytes payload) {
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

  /** A packet of {@code first} byte and {@code body}, whatever they mean. */
  RawMqtt raw(int first, Bytes body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(body.toArray());
    return send(first, bytes);
  }

  /** The next packet; empty when the other side has closed the connection. */
  public Optional<Packet> read() {
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
    if (held.isPresent()) {
      held.get().writeBytes(bytes);
      return;
    }
    try {
      socket.setTcpNoDelay(true);
      int step = isDribbling ? 1 : bytes.length;
      for (int i = 0; i < bytes.length; i += step) {
        socket.getOutputStream().write(bytes, i, step);
      }
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
