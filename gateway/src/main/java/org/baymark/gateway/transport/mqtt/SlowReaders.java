package org.baymark.gateway.transport.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import org.baymark.gateway.transport.Refusals;

/**
 * Closes the connection of a client that sends and does not read its answers: they wait in this
 * process's memory, and nothing in MQTT bounds them. One for each connection.
 */
final class SlowReaders extends ChannelInboundHandlerAdapter {
  /**
   * Bytes of one connection that wait to be sent, with what Netty takes for itself. All the answers
   * to a decent client's {@link MqttIngress#UNACKNOWLEDGED_MAX} messages, reasons included, are
   * less than half of it.
   */
  static final int WAITING_MAX = 1 << 20;

  private final Refusals refusals;

  SlowReaders(Channel channel, Refusals refusals) {
    this.refusals = refusals;
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(WAITING_MAX / 2, WAITING_MAX));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext connection) {
    if (!connection.channel().isWritable() && connection.channel().isOpen()) {
      refusals.count(
          "slow-reader",
          String.valueOf(connection.channel().remoteAddress()),
          "it does not read its answers");
      connection.channel().close(); // what waits is forgotten with it
    }
    connection.fireChannelWritabilityChanged();
  }
}
