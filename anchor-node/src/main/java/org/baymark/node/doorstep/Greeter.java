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
  /** A port is quicker than those who look after what it accepted. */
  private static final int WAITING_MAX = 32;

  private final Doorstep doorstep;
  private int waiting; // accepted, and nobody has looked after it yet; the port's loop owns it

  Greeter(Doorstep doorstep) {
    this.doorstep = doorstep;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    if (accepted instanceof Channel connection) {
      connection.pipeline().addLast(new Guest(context.channel()));
      waiting++;
      if (waiting >= WAITING_MAX) {
        context.channel().config().setAutoRead(false);
      }
    }
    context.fireChannelRead(accepted);
  }

  /** On the port's event loop. */
  private void taken(Channel port) {
    waiting--;
    if (waiting < WAITING_MAX / 2 && !port.config().isAutoRead()) {
      port.config().setAutoRead(true);
    }
  }

  /** One connection's; all of it on its event loop. */
  private final class Guest extends ChannelInboundHandlerAdapter {
    private final Channel port;
    private boolean isTaken;
    private Optional<SocketAddress> from = Optional.empty();
    private boolean isAwaited;

    Guest(Channel port) {
      this.port = port;
    }

    private void take() {
      if (!isTaken && !port.eventLoop().isShuttingDown()) {
        isTaken = true;
        port.eventLoop().execute(() -> taken(port));
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      take(); // it may be gone before it was ever active
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      take();
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
