package org.baymark.node.doorstep;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * A Vert.x at whose ports no more strangers stand than a {@link Doorstep} has room for. Its own
 * servers tell of a connection when the handshake is over, which a stranger need never end.
 */
public final class GuardedPorts {
  private GuardedPorts() {}

  /** Each server that listens has a doorstep of its own, as large as the heap allows. */
  public static Vertx vertx(VertxOptions options) {
    return vertx(options, () -> Doorstep.forHeap(Runtime.getRuntime().maxMemory()));
  }

  /**
   * @param doorsteps is asked at each start of a server
   */
  public static Vertx vertx(VertxOptions options, Supplier<Doorstep> doorsteps) {
    return Vertx.builder().with(options).withTransport(new Named(doorsteps)).build();
  }

  private static final class Named implements io.vertx.core.transport.Transport {
    private final Transport transport;

    Named(Supplier<Doorstep> doorsteps) {
      this.transport = new Guarded(NIO.implementation(), doorsteps);
    }

    @Override
    public String name() {
      return NIO.name();
    }

    @Override
    public boolean available() {
      return NIO.available();
    }

    @Override
    public Throwable unavailabilityCause() {
      return NIO.unavailabilityCause();
    }

    @Override
    public Transport implementation() {
      return transport;
    }
  }

  private record Guarded(Transport as, Supplier<Doorstep> doorsteps) implements Transport {
    @Override
    public void configure(NetServerOptions options, boolean isDomain, ServerBootstrap server) {
      as.configure(options, isDomain, server);
      server.handler(new Greeter(doorsteps.get()));
    }

    @Override
    public boolean supportsDomainSockets() {
      return as.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
      return as.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
      return as.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
      return as.unavailabilityCause();
    }

    @Override
    public java.net.SocketAddress convert(io.vertx.core.net.SocketAddress address) {
      return as.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(java.net.SocketAddress address) {
      return as.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return as.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory made, int ratio) {
      return as.eventLoopGroup(type, threads, made, ratio);
    }

    @Override
    public DatagramChannel datagramChannel() {
      return as.datagramChannel();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return as.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean isDomain) {
      return as.channelFactory(isDomain);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean isDomain) {
      return as.serverChannelFactory(isDomain);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
      as.configure(channel, options);
    }

    @Override
    public void configure(
        ClientOptionsBase options, int connectTimeout, boolean isDomain, Bootstrap client) {
      as.configure(options, connectTimeout, isDomain, client);
    }
  }
}
