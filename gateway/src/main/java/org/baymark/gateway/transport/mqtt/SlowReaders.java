package org.baymark.gateway.transport.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.NetServerImpl;
import io.vertx.core.net.impl.NetServerInternal;
import org.baymark.gateway.admission.Counters;

/**
 * Closes the connection of a client that sends and does not read its answers: they wait in this
 * process's memory, and nothing in MQTT bounds them. {@code MqttServer} shows nothing of its
 * sockets, so this stands where it gets them from: it is the {@link Vertx} that it is made with,
 * and differs from the real one in the servers that it creates.
 */
final class SlowReaders extends VertxWrapper {
  /**
   * Bytes of one connection that wait to be sent, with what Netty takes for itself. All the answers
   * to a decent client's {@link MqttIngress#UNACKNOWLEDGED_MAX} messages, reasons included, are
   * less than half of it.
   */
  static final int WAITING_MAX = 1 << 20;

  private final VertxInternal real;
  private final Counters counters;

  SlowReaders(Vertx real, Counters counters) {
    super((VertxInternal) real);
    this.real = (VertxInternal) real;
    this.counters = counters;
  }

  @Override
  public NetServerInternal createNetServer(NetServerOptions options) {
    return new NetServerImpl(real, options.copy()) {
      @Override
      protected void initChannel(ChannelPipeline pipeline, boolean ssl) {
        WriteBufferWaterMark bounds = new WriteBufferWaterMark(WAITING_MAX / 2, WAITING_MAX);
        pipeline.channel().config().setWriteBufferWaterMark(bounds);
        pipeline.addFirst("slow-readers", new Watch());
        super.initChannel(pipeline, ssl);
      }
    };
  }

  private final class Watch extends ChannelInboundHandlerAdapter {
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext connection) {
      if (!connection.channel().isWritable() && connection.channel().isOpen()) {
        counters.turnedAway(MqttIngress.NAME + "-slow-reader");
        connection.channel().close(); // what waits is forgotten with it
      }
      connection.fireChannelWritabilityChanged();
    }
  }
}
