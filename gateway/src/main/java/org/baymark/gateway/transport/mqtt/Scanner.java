package org.baymark.gateway.transport.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Stands before the decoder, which lets a CONNECT grow as other packets, and takes some packets
 * that MQTT forbids without showing what was wrong with them. It hands on what came before such a
 * packet, and nothing after. Belongs to the ingress's event loop.
 */
final class Scanner extends ChannelInboundHandlerAdapter {
  /** Bytes: an identifier, a user, a password, and a will that nobody here reads. */
  static final int CONNECT_MAX = 8 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int CONNECT = 0x10;
  private static final int KEPT_MIN = 256;

  /** OASIS MQTT 5.0, section 1.5.5: of seven bits each. */
  private static final int LENGTH_BYTES_MAX = 4;

  private static final int LENGTH_SHIFT = 7;

  private enum At {
    FIRST_BYTE,
    LENGTH,
    BODY,
    /** In no packet that MQTT knows: the decoder says so itself. */
    NOWHERE,
    /** Behind what ends the connection. */
    END
  }

  private final Line line;
  private At at = At.FIRST_BYTE;
  private int firstByte;
  private int headSize;
  private int length;
  private int missing;
  private boolean isLookedAt;
  private ByteBuffer kept = NOTHING;
  private int version;
  private Optional<RuleBroken> atConnect = Optional.empty();

  Scanner(Line line) {
    this.line = line;
  }

  /** The rule that the CONNECT broke and that its decoder does not know. */
  Optional<RuleBroken> atConnect() {
    return atConnect;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (at == At.END) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    int begin = bytes.readerIndex();
    Optional<RuleBroken> broken = Optional.empty();
    while (broken.isEmpty() && at != At.NOWHERE && (bytes.isReadable() || isEmptyBody())) {
      broken = step(bytes);
    }
    if (broken.isEmpty()) {
      context.fireChannelRead(bytes.setIndex(begin, bytes.writerIndex()));
      return;
    }
    at = At.END;
    // Without its last byte what broke a rule is no whole packet, and never will be.
    context.fireChannelRead(bytes.setIndex(begin, bytes.readerIndex() - 1));
    line.broken(context, broken.get());
  }

  /** A packet ends with its head. */
  private boolean isEmptyBody() {
    return at == At.BODY && missing == 0;
  }

  private Optional<RuleBroken> step(ByteBuf bytes) {
    switch (at) {
      case FIRST_BYTE -> {
        firstByte = bytes.readUnsignedByte();
        headSize = 1;
        length = 0;
        at = At.LENGTH;
      }
      case LENGTH -> {
        int octet = bytes.readUnsignedByte();
        length |= (octet & 0x7f) << LENGTH_SHIFT * (headSize - 1);
        headSize++;
        if (octet < 0x80) {
          return begun();
        }
        at = headSize > LENGTH_BYTES_MAX ? At.NOWHERE : At.LENGTH;
      }
      default -> {
        int here = Math.min(missing, bytes.readableBytes());
        if (isLookedAt && here < length) {
          keep(bytes, here);
        } else {
          bytes.skipBytes(here);
        }
        missing -= here;
        return missing == 0 ? whole(bytes) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The head of a packet is there. */
  private Optional<RuleBroken> begun() {
    if (version == 0 && headSize + length > CONNECT_MAX) {
      return Optional.of(
          new RuleBroken(
              MqttDisconnectReasonCode.PACKET_TOO_LARGE,
              "connect-too-large",
              "a CONNECT of more than " + CONNECT_MAX + " bytes"));
    }
    if (version != 0 && firstByte >> 4 == RawRules.CONNECT) { // 3.1
      return Optional.of(
          new RuleBroken(
              MqttDisconnectReasonCode.PROTOCOL_ERROR, "protocol-error", "a second CONNECT"));
    }
    if (length > MqttIngress.PACKET_SIZE_MAX || (version == 0 && firstByte != CONNECT)) {
      at = At.NOWHERE;
      return Optional.empty();
    }
    isLookedAt = version == 0 || RawRules.areFor(firstByte, version);
    missing = length;
    at = At.BODY;
    return Optional.empty();
  }

  /** What came of a packet in pieces; it takes no more memory than came, twice over. */
  private void keep(ByteBuf bytes, int count) {
    int needed = kept.position() + count;
    if (needed > kept.capacity()) {
      int room = Math.min(length, Math.max(KEPT_MIN, 2 * needed));
      kept = ByteBuffer.allocate(room).put(kept.flip());
    }
    bytes.readBytes(kept.limit(needed));
  }

  /** All of a packet is there, in one piece, or kept. */
  private Optional<RuleBroken> whole(ByteBuf bytes) {
    at = At.FIRST_BYTE;
    if (!isLookedAt) {
      return Optional.empty();
    }
    boolean isKept = kept.position() > 0;
    ByteBuffer body = isKept ? kept.flip() : bytes.nioBuffer(bytes.readerIndex() - length, length);
    kept = NOTHING;
    if (version == 0) {
      version = RawRules.version(body);
      atConnect = RawRules.brokenByConnect(body);
      return Optional.empty(); // its answer is a CONNACK, which comes later
    }
    return RawRules.broken(firstByte, body, version);
  }
}
