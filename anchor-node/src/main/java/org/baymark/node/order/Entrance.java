package org.baymark.node.order;

import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
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
import org.baymark.protocol.cose.DevUrn;
import org.jspecify.annotations.Nullable;

/**
 * Counts who stands at the port of the order, from the first packet until the handshake is over,
 * for which there are ten seconds: gRPC tells of a connection only then. From there on each member
 * has a few connections, and loses its oldest where it opens more. The members' exchange has the
 * same in {@code doorstep} and {@code peer}; Ratis brings a Netty of its own.
 */
final class Entrance extends ServerTransportFilter implements ChannelFactory<ServerChannel> {
  /** A port is quicker than those who look after what it accepted. */
  private static final int WAITING_MAX = 32;

  /** One is what Ratis opens to another member; anew, where that broke and does not know it. */
  private static final int EACH_MEMBER = 4;

  private static final Attributes.Key<Doorstep> PLACE = Attributes.Key.create("place");

  private final Doorstep doorstep;
  private final Function<SSLSession, Optional<DevUrn>> names;
  private final Map<Optional<DevUrn>, Doorstep> members = new ConcurrentHashMap<>();
  private final Map<SocketAddress, Runnable> ends = new ConcurrentHashMap<>();

  /**
   * @param names whose session it is; who is no member any more has no name
   */
  Entrance(Doorstep doorstep, Function<SSLSession, Optional<DevUrn>> names) {
    this.doorstep = doorstep;
    this.names = names;
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
    Optional<SocketAddress> from = from(transport);
    if (from.isEmpty()) {
      return transport;
    }
    doorstep.left(from.get());
    Optional<DevUrn> name =
        Optional.ofNullable(transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION)).flatMap(names);
    Doorstep place = members.computeIfAbsent(name, any -> new Doorstep(EACH_MEMBER));
    place.came(from.get(), ends.getOrDefault(from.get(), () -> {}));
    return transport.toBuilder().set(PLACE, place).build();
  }

  /**
   * @param transport null for a connection that was never ready: gRPC says so nowhere
   */
  @Override
  public void transportTerminated(@Nullable Attributes transport) {
    if (transport != null) {
      Optional<Doorstep> place = Optional.ofNullable(transport.get(PLACE));
      from(transport).ifPresent(from -> place.ifPresent(it -> it.left(from)));
    }
  }

  private static Optional<SocketAddress> from(Attributes transport) {
    return Optional.ofNullable(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }

  private final class Greeter extends ChannelInboundHandlerAdapter {
    private int waiting; // accepted, and nobody has looked after it yet; the port's loop owns it

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      if (accepted instanceof Channel connection) {
        connection.pipeline().addLast(new Guest(this, context.channel()));
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
  }

  /** One connection's; all of it on its event loop. */
  private final class Guest extends ChannelInboundHandlerAdapter {
    private final Greeter greeter;
    private final Channel port;
    private boolean isTaken;
    private Optional<SocketAddress> from = Optional.empty();

    Guest(Greeter greeter, Channel port) {
      this.greeter = greeter;
      this.port = port;
    }

    private void take() {
      if (!isTaken && !port.eventLoop().isShuttingDown()) {
        isTaken = true;
        port.eventLoop().execute(() -> greeter.taken(port));
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
      from.ifPresent(it -> ends.put(it, context::close));
      from.ifPresent(it -> doorstep.came(it, context::close));
      context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      from.ifPresent(ends::remove);
      from.ifPresent(doorstep::left);
      context.fireChannelInactive();
    }
  }
}
