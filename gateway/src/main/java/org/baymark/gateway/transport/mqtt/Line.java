package org.baymark.gateway.transport.mqtt;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.baymark.gateway.transport.Refusals;

/**
 * Stands in a connection's pipeline between the decoder and {@code MqttServer}, which takes packets
 * in any order. CONNECT comes first and once (OASIS MQTT 5.0, section 3.1); what a client sends
 * behind it waits until the CONNACK is on its way, for a password takes a while to check; and of
 * the other packets only those come here that a client of a server without QoS 2 has a reason to
 * send.
 */
final class Line extends ChannelDuplexHandler {
  private enum State {
    NEW,
    MET,
    OVER
  }

  private final NetSocketInternal socket;
  private final Refusals refusals;
  private final Consumer<Line> arriving;
  private final Scanner scanner = new Scanner(this);
  private State state = State.NEW;
  private boolean isUnanswered;

  /**
   * @param arriving hears of this line before its CONNECT is handed on, on the same thread
   */
  Line(NetSocketInternal socket, Refusals refusals, Consumer<Line> arriving) {
    this.socket = socket;
    this.refusals = refusals;
    this.arriving = arriving;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (state == State.OVER) {
      ReferenceCountUtil.release(message);
    } else if (!(message instanceof MqttMessage packet)) {
      broken(context, message, "something that is no MQTT packet");
    } else if (packet.decoderResult().isFailure()) {
      malformed(context, packet);
    } else if (isInOrder(packet.fixedHeader().messageType())) {
      take(context, packet);
    } else {
      broken(context, packet, packet.fixedHeader().messageType() + " where it may not come");
    }
  }

  private boolean isInOrder(MqttMessageType type) {
    return switch (type) {
      case CONNECT -> state == State.NEW;
      case PUBLISH, PUBACK, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT -> state != State.NEW;
      default -> false;
    };
  }

  private void take(ChannelHandlerContext context, MqttMessage packet) {
    if (state != State.NEW) {
      context.fireChannelRead(packet);
      return;
    }
    state = State.MET;
    isUnanswered = true;
    arriving.accept(this);
    context.fireChannelRead(packet);
    tellOfSilence(context.pipeline());
    if (isUnanswered) {
      socket.pause();
    }
  }

  /** {@code MqttServer} closes a client that is silent for 1.5 times its keep-alive, unsaid. */
  private void tellOfSilence(ChannelPipeline pipeline) {
    if (pipeline.get("keepAliveHandler") != null) {
      pipeline.replace("keepAliveHandler", "keep-alive", new KeepAlive());
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (isLast(message)) {
      state = State.OVER;
    }
    context.write(message, promise);
    if (isUnanswered && message instanceof MqttConnAckMessage) {
      isUnanswered = false;
      // In the next turn: then the endpoint knows that it is connected.
      context.executor().execute(() -> resume(context));
    }
  }

  /** Whether the client hears nothing after this, so that nothing more is to be heard of it. */
  private static boolean isLast(Object message) {
    if (message instanceof MqttConnAckMessage answer) {
      return answer.variableHeader().connectReturnCode()
          != MqttConnectReturnCode.CONNECTION_ACCEPTED;
    }
    return message instanceof MqttMessage packet
        && packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT;
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (state == State.NEW) {
      refusals.count("no-connect", from(context), "no CONNECT came in time");
    }
    state = State.OVER;
    context.close(promise);
  }

  /** Bytes that wait to be sent, with what Netty takes for itself. */
  long unsent() {
    ChannelOutboundBuffer waiting =
        socket.channelHandlerContext().channel().unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  /** Closes the socket at once, and forgets what waits to be sent. */
  void drop() {
    state = State.OVER;
    socket.channelHandlerContext().channel().close();
  }

  /** Takes nothing from the socket for a while: the sender's system notices and slows it down. */
  void pause(long nanos) {
    ChannelHandlerContext context = socket.channelHandlerContext();
    socket.pause();
    context.executor().schedule(() -> resume(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void resume(ChannelHandlerContext context) {
    if (state != State.OVER && context.channel().isActive()) {
      socket.resume();
    }
  }

  private void malformed(ChannelHandlerContext context, MqttMessage packet) {
    if (state == State.NEW) { // later its endpoint does
      refusals.count(
          "malformed-packet", from(context), String.valueOf(packet.decoderResult().cause()));
    }
    state = State.OVER;
    context.fireChannelRead(packet);
  }

  private void broken(ChannelHandlerContext context, Object message, String what) {
    ReferenceCountUtil.release(message);
    broken(
        context, new RuleBroken(MqttDisconnectReasonCode.PROTOCOL_ERROR, "protocol-error", what));
  }

  /** Ends the connection, and before there is one counts why. */
  void broken(ChannelHandlerContext context, RuleBroken rule) {
    if (state == State.NEW) {
      refusals.count(rule.kind(), from(context), String.valueOf(rule.getMessage()));
    }
    state = State.OVER;
    context.fireExceptionCaught(rule);
  }

  /** Stands before the decoder. */
  Scanner scanner() {
    return scanner;
  }

  private static String from(ChannelHandlerContext context) {
    return String.valueOf(context.channel().remoteAddress());
  }
}
