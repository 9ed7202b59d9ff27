package org.baymark.node.order;

import java.net.SocketAddress;
import java.util.Optional;
import org.apache.ratis.thirdparty.io.grpc.Attributes;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.ServerTransportFilter;
import org.apache.ratis.thirdparty.io.netty.channel.Channel;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelFactory;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelHandlerContext;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.ratis.thirdparty.io.netty.channel.ServerChannel;
import org.apache.ratis.thirdparty.io.netty.channel.socket.nio.NioServerSocketChannel;
import org.baymark.node.doorstep.Doorstep;

/**
 * Counts who stands at the port of the order, from the first packet until the handshake is over,
 * for which there are ten seconds: gRPC tells of a connection only then. The members' exchange has
 * the same in {@code doorstep}; Ratis brings a Netty of its own.
 */
final class Entrance extends ServerTransportFilter implements ChannelFactory<ServerChannel> {
  private final Doorstep doorstep;

  Entrance(Doorstep doorstep) {
    this.doorstep = doorstep;
  }

  @Override
  public ServerChannel newChannel() {
    NioServerSocketChannel port = new NioServerSocketChannel();
    port.pipeline().addLast(new Greeter());
    return port;
  }

  /** The handshake is over: it is a member's. */
  @Override
  public Attributes transportReady(Attributes transport) {
    Optional.ofNullable(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)).ifPresent(doorstep::left);
    return transport;
  }

  private final class Greeter extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      if (accepted instanceof Channel connection) {
        connection.pipeline().addLast(new Guest());
      }
      context.fireChannelRead(accepted);
    }
  }

  /** One connection's; all of it on its event loop. */
  private final class Guest extends ChannelInboundHandlerAdapter {
    private Optional<SocketAddress> from = Optional.empty();

    @Override
    public void channelActive(ChannelHandlerContext context) {
      from = Optional.ofNullable(context.channel().remoteAddress());
      // From here, not from the end of the pipeline: TLS would say goodbye first, and wait for it.
      from.ifPresent(it -> doorstep.came(it, context::close));
      context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      from.ifPresent(doorstep::left);
      context.fireChannelInactive();
    }
  }
}
