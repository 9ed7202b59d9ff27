package org.baymark.node.doorstep;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * At a listening port: counts each connection until a TLS handshake says whose it is. Where there
 * is no TLS, until it ends.
 */
final class Greeter extends ChannelInboundHandlerAdapter {
  private final Doorstep doorstep;

  Greeter(Doorstep doorstep) {
    this.doorstep = doorstep;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    if (accepted instanceof Channel connection) {
      connection.pipeline().addLast(new Guest());
    }
    context.fireChannelRead(accepted);
  }

  /** One connection's; all of it on its event loop. */
  private final class Guest extends ChannelInboundHandlerAdapter {
    private Optional<SocketAddress> from = Optional.empty();
    private boolean isAwaited;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      from = Optional.ofNullable(context.channel().remoteAddress());
      // From here, not from the end of the pipeline: TLS would say goodbye first, and wait for it.
      from.ifPresent(it -> doorstep.came(it, context::close));
      context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      // What speaks TLS is put behind this handler later, but before the first byte is read.
      SslHandler tls = isAwaited ? null : context.pipeline().get(SslHandler.class);
      if (tls != null) {
        isAwaited = true;
        tls.handshakeFuture()
            .addListener(
                done -> {
                  if (done.isSuccess()) {
                    from.ifPresent(doorstep::left);
                  }
                });
      }
      context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      from.ifPresent(doorstep::left);
      context.fireChannelInactive();
    }
  }
}
