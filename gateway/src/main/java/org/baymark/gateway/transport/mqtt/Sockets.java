package org.baymark.gateway.transport.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetServerImpl;
import io.vertx.core.net.impl.NetServerInternal;
import io.vertx.core.spi.transport.Transport;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.baymark.gateway.transport.Refusals;

/**
 * The sockets under the MQTT doors. {@code MqttServer} shows nothing of its own, so this stands
 * where it gets them from: it is the {@link Vertx} that it is made with, and differs from the real
 * one in the servers that it creates. One for each door.
 */
final class Sockets extends VertxWrapper {
  private final MqttDoor door;
  private final Refusals refusals;
  private final Transport transport;
  private Optional<NetServerInternal> server = Optional.empty();
  private Optional<Line> arriving = Optional.empty();

  /**
   * @param door what is spoken there
   * @param open how many are open at all doors
   * @param openMax one more is closed as it comes, before it costs a TLS handshake
   */
  Sockets(Vertx real, MqttDoor door, Refusals refusals, AtomicInteger open, IntSupplier openMax) {
    super((VertxInternal) real);
    this.refusals = refusals;
    this.door = door;
    this.transport = new Bounded(new Entrance(refusals, open, openMax));
  }

  @Override
  public NetServerInternal createNetServer(NetServerOptions options) {
    NetServerInternal made = new Server(options);
    made.exceptionHandler(
        fault -> {
          if (!(fault
              instanceof ClosedChannelException)) { // who only looks whether the door is open
            refusals.count("tls-handshake", "", String.valueOf(fault.getMessage()));
          }
        });
    server = Optional.of(made);
    return made;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  /** The server that {@code MqttServer} was given: it can take renewed certificates. */
  NetServerInternal server() {
    return server.orElseThrow();
  }

  /** The line whose CONNECT is being handed on. */
  Line arriving() {
    return arriving.orElseThrow();
  }

  private final class Server extends NetServerImpl {
    Server(NetServerOptions options) {
      super(Sockets.this, options.copy());
    }

    @Override
    protected void initChannel(ChannelPipeline pipeline, boolean ssl) {
      pipeline.addFirst("slow-readers", new SlowReaders(pipeline.channel(), refusals));
      super.initChannel(pipeline, ssl);
    }

    @Override
    public synchronized NetServerInternal connectHandler(Handler<NetSocket> handler) {
      return super.connectHandler(
          socket -> {
            handler.handle(socket); // puts the codec into the pipeline
            NetSocketInternal inner = (NetSocketInternal) socket;
            ChannelPipeline pipeline = inner.channelHandlerContext().pipeline();
            if (door.webSocket()) {
              WebSocketWay.into(pipeline, door.demand() == MqttDoor.Demand.PASSWORD, refusals);
            }
            Line line = new Line(inner, refusals, it -> arriving = Optional.of(it));
            pipeline.addBefore("mqttDecoder", "scanner", line.scanner());
            pipeline.addAfter("mqttDecoder", "line", line);
          });
    }
  }

  /** Vert.x offers no other way to a server's own channel. */
  private static final class Bounded extends NioTransport {
    private final Entrance entrance;

    Bounded(Entrance entrance) {
      this.entrance = entrance;
    }

    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      bootstrap.handler(entrance);
    }
  }

  /** On the acceptor's thread, which all doors share. */
  @Sharable
  private static final class Entrance extends ChannelInboundHandlerAdapter {
    private final Refusals refusals;
    private final AtomicInteger open;
    private final IntSupplier openMax;

    Entrance(Refusals refusals, AtomicInteger open, IntSupplier openMax) {
      this.refusals = refusals;
      this.open = open;
      this.openMax = openMax;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel channel = (Channel) accepted;
      int most = openMax.getAsInt();
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        refusals.count(
            "too-many-sockets",
            String.valueOf(channel.remoteAddress()),
            most + " connections are open");
        channel.unsafe().closeForcibly();
        return;
      }
      channel.closeFuture().addListener(closed -> open.decrementAndGet());
      context.fireChannelRead(accepted);
    }
  }
}
