package org.baymark.gateway.transport.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.List;
import java.util.regex.Pattern;
import org.baymark.gateway.transport.Refusals;

/**
 * The way of MQTT through WebSocket frames (OASIS MQTT 5.0, section 6): binary ones, whose borders
 * mean nothing. {@code MqttServer} has a way of its own, which inflates what is compressed without
 * a bound and does not know frames that go on in the next.
 */
final class WebSocketWay {
  private static final String PATH = "/mqtt";
  private static final String SUBPROTOCOL = "mqtt";
  private static final int REQUEST_BODY_MAX = 1_024;
  private static final int FRAME_MAX = 64 * 1024;

  private WebSocketWay() {}

  /**
   * Puts it into {@code pipeline}, before the codec of MQTT.
   *
   * @param anyOrigin whether pages of other origins may connect, because a password is asked for
   */
  static void into(ChannelPipeline pipeline, boolean anyOrigin, Refusals refusals) {
    WebSocketDecoderConfig frames =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(FRAME_MAX)
            .allowExtensions(false)
            .build();
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(PATH)
            .subprotocols(SUBPROTOCOL)
            .decoderConfig(frames)
            .build();
    pipeline.addBefore("mqttEncoder", "http", new HttpServerCodec());
    pipeline.addBefore("mqttEncoder", "request", new HttpObjectAggregator(REQUEST_BODY_MAX));
    pipeline.addBefore("mqttEncoder", "entry", new Entry(anyOrigin, refusals));
    pipeline.addBefore("mqttEncoder", "webSocket", new WebSocketServerProtocolHandler(config));
    pipeline.addBefore("mqttEncoder", "frames", new Frames());
  }

  /** Looks at the request before it is answered. */
  private static final class Entry extends ChannelInboundHandlerAdapter {
    /** With a port or without. */
    private static final Pattern HERE =
        Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    private final boolean anyOrigin;
    private final Refusals refusals;

    Entry(boolean anyOrigin, Refusals refusals) {
      this.anyOrigin = anyOrigin;
      this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof FullHttpRequest request)) {
        context.fireChannelRead(message);
      } else if (!request.decoderResult().isSuccess()) {
        refuse(context, request, HttpResponseStatus.BAD_REQUEST, "no HTTP request");
      } else if (!request.uri().equals(PATH)) {
        refuse(context, request, HttpResponseStatus.NOT_FOUND, "the path is " + PATH);
      } else if (!request.headers().contains(HttpHeaderNames.UPGRADE, "websocket", true)) {
        refuse(context, request, HttpResponseStatus.UPGRADE_REQUIRED, "WebSocket is spoken here");
      } else if (!offersMqtt(request)) {
        refuse(context, request, HttpResponseStatus.BAD_REQUEST, "the subprotocol is mqtt");
      } else if (!anyOrigin && isStrange(request)) {
        refuse(context, request, HttpResponseStatus.FORBIDDEN, "a page of another origin");
      } else {
        context.fireChannelRead(request);
      }
    }

    private static boolean offersMqtt(FullHttpRequest request) {
      return request
          .headers()
          .containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL, false);
    }

    /**
     * Any page that somebody on this machine looks at could else speak to a door on loopback. A
     * browser names the page's origin in every such request (RFC 6455, section 4.1); whoever has a
     * name can have it lead to 127.0.0.1 once the page is there, so that Origin and Host are the
     * same: no name counts but that of this machine.
     */
    private static boolean isStrange(FullHttpRequest request) {
      List<String> origins = request.headers().getAll(HttpHeaderNames.ORIGIN);
      List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
      if (origins.isEmpty()) {
        return false; // no browser
      }
      return origins.size() > 1
          || hosts.size() != 1
          || !HERE.matcher(hosts.get(0)).matches()
          || !origins.get(0).replaceFirst("^https?://", "").equals(hosts.get(0));
    }

    private void refuse(
        ChannelHandlerContext context,
        FullHttpRequest request,
        HttpResponseStatus status,
        String why) {
      ReferenceCountUtil.release(request);
      refusals.count("websocket", String.valueOf(context.channel().remoteAddress()), why);
      DefaultFullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
      answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
      answer.headers().set(HttpHeaderNames.CONNECTION, "close");
      if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
        answer.headers().set(HttpHeaderNames.UPGRADE, "websocket");
      }
      context.writeAndFlush(answer).addListener(written -> context.close());
    }
  }

  private static final class Frames extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof BinaryWebSocketFrame
          || message instanceof ContinuationWebSocketFrame) {
        context.fireChannelRead(((WebSocketFrame) message).content());
      } else { // section 6: anything else closes the connection
        ReferenceCountUtil.release(message);
        context.fireExceptionCaught(
            new RuleBroken(
                MqttDisconnectReasonCode.PROTOCOL_ERROR, "protocol-error", "a frame of text"));
      }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      boolean isPacket = message instanceof ByteBuf bytes && bytes.isReadable();
      context.write(isPacket ? new BinaryWebSocketFrame((ByteBuf) message) : message, promise);
    }
  }
}
