package org.baymark.gateway.transport.mqtt;

import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What MQTT forbids and the decoder does not see: of two properties of a kind it keeps the last,
 * and of the options of a subscription the bits that it knows. The numbers are sections of OASIS
 * MQTT 5.0. A body that cannot be read breaks no rule here: the decoder says so. Pure.
 */
final class RawRules {
  static final int CONNECT = 1;

  // Types of packets, 2.1.2.
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int SUBSCRIBE = 8;
  private static final int UNSUBSCRIBE = 10;
  private static final int DISCONNECT = 14;

  private static final int MQTT_5 = 5;
  private static final int QOS = 0x06;
  private static final int WILL = 0x04;

  /** 3.8.3.1: bits 6 and 7. */
  private static final int RESERVED = 0xc0;

  /** OASIS MQTT 3.1.1, section 3.8.3: bits 2 to 7. */
  private static final int RESERVED_3_1_1 = 0xfc;

  private static final int USER_PROPERTY = 0x26;
  private static final int PROPERTY_BYTES_MAX = 4;

  private RawRules() {}

  /** Of a CONNECT: 3 to 5, or what else stands there. */
  static int version(ByteBuffer connect) {
    ByteBuffer body = connect.duplicate();
    try {
      skipText(body);
      return Math.max(1, body.get() & 0xff);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return 1;
    }
  }

  /** The rule that the body of a CONNECT broke, if it did. */
  static Optional<RuleBroken> brokenByConnect(ByteBuffer connect) {
    ByteBuffer body = connect.duplicate();
    try {
      skipText(body);
      int version = body.get();
      int flags = body.get();
      body.getShort(); // the keep-alive
      if (version != MQTT_5) {
        return Optional.empty();
      }
      boolean isTwice = hasOneTwice(body);
      skipText(body); // the client identifier
      isTwice |= (flags & WILL) != 0 && hasOneTwice(body);
      return isTwice ? twice() : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a packet with this first byte, behind the CONNECT, can break a rule of these. */
  static boolean areFor(int firstByte, int version) {
    return switch (firstByte >> 4) {
      case SUBSCRIBE -> true;
      case PUBLISH, PUBACK, UNSUBSCRIBE, DISCONNECT -> version == MQTT_5;
      default -> false; // no client may send it here, or it has no properties
    };
  }

  /** The rule that the body of such a packet broke, if it did. */
  static Optional<RuleBroken> broken(int firstByte, ByteBuffer packet, int version) {
    ByteBuffer body = packet.duplicate();
    try {
      if (version == MQTT_5 && hasOneTwice(firstByte, body)) {
        return twice();
      }
      if (firstByte >> 4 != SUBSCRIBE) {
        return Optional.empty();
      }
      if (version != MQTT_5) {
        body.getShort(); // the packet identifier
      }
      return hasReservedBits(body, version == MQTT_5 ? RESERVED : RESERVED_3_1_1)
          ? Optional.of(
              new RuleBroken(
                  MqttDisconnectReasonCode.MALFORMED_PACKET,
                  "malformed-packet",
                  "reserved bits in the options of a subscription"))
          : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads to behind the properties, and tells of them; a short packet has none. */
  private static boolean hasOneTwice(int firstByte, ByteBuffer body) {
    switch (firstByte >> 4) {
      case PUBLISH -> {
        skipText(body); // the topic
        slice(body, (firstByte & QOS) == 0 ? 0 : 2); // the packet identifier
      }
      case PUBACK -> slice(body, 3); // the packet identifier and the reason code
      case DISCONNECT -> slice(body, 1); // the reason code
      default -> slice(body, 2); // the packet identifier
    }
    return hasOneTwice(body);
  }

  private static boolean hasReservedBits(ByteBuffer subscriptions, int reserved) {
    while (subscriptions.hasRemaining()) {
      skipText(subscriptions);
      if ((subscriptions.get() & reserved) != 0) {
        return true;
      }
    }
    return false;
  }

  /** 3.1.2.11, 3.3.2.3, 3.8.2.1 and others: each once, but user properties. */
  private static Optional<RuleBroken> twice() {
    return Optional.of(
        new RuleBroken(
            MqttDisconnectReasonCode.PROTOCOL_ERROR,
            "protocol-error",
            "a property that stands twice in one packet"));
  }

  private static boolean hasOneTwice(ByteBuffer body) {
    int size = number(body);
    ByteBuffer properties = slice(body, size);
    long seen = 0; // a bit for each; the largest is 0x2a
    boolean isTwice = false;
    while (properties.hasRemaining()) {
      int id = number(properties);
      skipValue(properties, id);
      isTwice |= id != USER_PROPERTY && (seen >> id & 1) != 0;
      seen |= 1L << id;
    }
    return isTwice;
  }

  /** 2.2.2.2. */
  private static void skipValue(ByteBuffer in, int id) {
    switch (id) {
      case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2a -> slice(in, 1);
      case 0x13, 0x21, 0x22, 0x23 -> slice(in, 2);
      case 0x02, 0x11, 0x18, 0x27 -> slice(in, 4);
      case 0x0b -> number(in);
      case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1a, 0x1c, 0x1f -> skipText(in);
      case USER_PROPERTY -> {
        skipText(in);
        skipText(in);
      }
      default -> throw new IllegalArgumentException("no property");
    }
  }

  /** 1.5.4 and 1.5.6: text and binary data alike. */
  private static void skipText(ByteBuffer in) {
    slice(in, in.getShort() & 0xffff);
  }

  private static ByteBuffer slice(ByteBuffer in, int size) {
    if (size > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice(in.position(), size);
    in.position(in.position() + size);
    return part;
  }

  /** 1.5.5: a variable byte integer. */
  private static int number(ByteBuffer in) {
    int number = 0;
    for (int i = 0; i < PROPERTY_BYTES_MAX; i++) {
      int octet = in.get() & 0xff;
      number |= (octet & 0x7f) << 7 * i;
      if (octet < 0x80) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than four bytes");
  }
}
