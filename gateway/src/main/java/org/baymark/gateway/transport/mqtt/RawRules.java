package org.baymark.gateway.transport.mqtt;

import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What MQTT forbids and the decoder does not see: of two properties of a kind it keeps the last,
 * and of the options of a subscription the bits that it knows. The numbers are sections of OASIS
 * MQTT 5.0. A body that cannot be read breaks no rule here: the decoder says so. Pure.
 */
final class RawRules {
  private static final int MQTT_5 = 5;
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

  /** The rule that the body of a SUBSCRIBE broke, if it did. */
  static Optional<RuleBroken> brokenBySubscribe(ByteBuffer subscribe, int version) {
    ByteBuffer body = subscribe.duplicate();
    try {
      body.getShort(); // the packet identifier
      if (version == MQTT_5 && hasOneTwice(body)) {
        return twice();
      }
      int reserved = version == MQTT_5 ? RESERVED : RESERVED_3_1_1;
      while (body.hasRemaining()) {
        skipText(body);
        if ((body.get() & reserved) != 0) {
          return Optional.of(
              new RuleBroken(
                  MqttDisconnectReasonCode.MALFORMED_PACKET,
                  "malformed-packet",
                  "reserved bits in the options of a subscription"));
        }
      }
      return Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** 3.1.2.11 and 3.8.2.1: each once, but user properties. */
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
    Set<Integer> seen = new HashSet<>();
    boolean isTwice = false;
    while (properties.hasRemaining()) {
      int id = number(properties);
      skipValue(properties, id);
      isTwice |= id != USER_PROPERTY && !seen.add(id);
    }
    return isTwice;
  }

  /** 2.2.2.2: those of a CONNECT, of its will and of a SUBSCRIBE. */
  private static void skipValue(ByteBuffer in, int id) {
    switch (id) {
      case 0x01, 0x17, 0x19 -> slice(in, 1);
      case 0x21, 0x22 -> slice(in, 2);
      case 0x02, 0x11, 0x18, 0x27 -> slice(in, 4);
      case 0x0b -> number(in);
      case 0x03, 0x08, 0x09, 0x15, 0x16 -> skipText(in);
      case USER_PROPERTY -> {
        skipText(in);
        skipText(in);
      }
      default -> throw new IllegalArgumentException("no property of these packets");
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
