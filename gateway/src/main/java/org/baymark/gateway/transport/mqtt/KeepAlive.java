package org.baymark.gateway.transport.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;

/** Behind the timer of {@code MqttServer}, which would close a silent client unsaid. */
final class KeepAlive extends ChannelInboundHandlerAdapter {
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      context.fireExceptionCaught(
          new RuleBroken(
              MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT,
              "keep-alive",
              "nothing came for 1.5 times the keep-alive"));
    } else {
      context.fireUserEventTriggered(event);
    }
  }
}
