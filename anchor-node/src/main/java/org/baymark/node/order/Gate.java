package org.baymark.node.order;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.channel.DefaultEventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.EventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.local.LocalAddress;
import org.apache.ratis.thirdparty.io.netty.channel.local.LocalServerChannel;
import org.apache.ratis.thirdparty.io.netty.channel.nio.NioEventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.util.concurrent.DefaultThreadFactory;
import org.baymark.node.doorstep.Doorstep;
import org.baymark.node.pin.Pins;
import org.baymark.protocol.cose.DevUrn;
import org.jspecify.annotations.Nullable;

/**
 * What Ratis serves, and to whom. The port for members takes a call only from the member that the
 * call says it is from: Ratis itself would believe any. Its services for clients and
 * administrators, which can change who is a member, get no port: they are built without a service,
 * on a channel within this process that nobody knows.
 */
final class Gate implements GrpcServices.Customizer, ServerInterceptor, AutoCloseable {
  private static final int PORT_THREADS = 3;

  /** At a time, of one connection: Ratis makes three, in two orders where an epoch ends. */
  private static final int CALLS_MAX = 8;

  private final Pins pins;
  private final EventLoopGroup nowhere = new DefaultEventLoopGroup(1);
  private final EventLoopGroup port =
      new NioEventLoopGroup(PORT_THREADS, new DefaultThreadFactory("order-port", true));

  Gate(Pins pins) {
    this.pins = pins;
  }

  @Override
  public NettyServerBuilder customize(
      NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
    if (types.equals(EnumSet.of(GrpcServices.Type.SERVER))) {
      Entrance entrance =
          new Entrance(Doorstep.forHeap(Runtime.getRuntime().maxMemory()), this::caller);
      // Who says how a port is made says by which threads, too (NettyServerBuilder).
      return builder
          .channelFactory(entrance)
          .bossEventLoopGroup(port)
          .workerEventLoopGroup(port)
          .addTransportFilter(entrance)
          .maxConcurrentCallsPerConnection(CALLS_MAX)
          .intercept(this);
    }
    return NettyServerBuilder.forAddress(new LocalAddress(UUID.randomUUID().toString()))
        .channelType(LocalServerChannel.class)
        .bossEventLoopGroup(nowhere)
        .workerEventLoopGroup(nowhere);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    Optional<DevUrn> caller = caller(session);
    if (caller.isEmpty()) {
      call.close(Status.UNAUTHENTICATED, new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
        next.startCall(call, headers)) {
      private boolean isRefused;

      @Override
      public void onMessage(Q message) {
        // Asked again at each message: a call may last longer than a membership.
        if (!isRefused && caller(session).equals(caller) && isFrom(caller.get(), message)) {
          super.onMessage(message);
        } else if (!isRefused) {
          isRefused = true;
          call.close(Status.PERMISSION_DENIED, new Metadata());
        }
      }

      @Override
      public void onHalfClose() {
        if (!isRefused) {
          super.onHalfClose();
        }
      }
    };
  }

  private Optional<DevUrn> caller(@Nullable SSLSession session) {
    try {
      if (session != null) {
        Certificate[] chain = session.getPeerCertificates();
        return chain.length > 0 && chain[0] instanceof X509Certificate certificate
            ? pins.nameOf(certificate)
            : Optional.empty();
      }
    } catch (SSLPeerUnverifiedException e) {
      // It showed none.
    }
    return Optional.empty();
  }

  private static boolean isFrom(DevUrn caller, Object message) {
    return request(message)
        .flatMap(request -> Peers.name(request.getRequestorId()))
        .map(caller::equals)
        .orElse(false);
  }

  /** Members ask these four things of one another; a call to elect somebody is an operator's. */
  private static Optional<RaftRpcRequestProto> request(Object message) {
    if (message instanceof AppendEntriesRequestProto append) {
      return Optional.of(append.getServerRequest());
    }
    if (message instanceof RequestVoteRequestProto vote) {
      return Optional.of(vote.getServerRequest());
    }
    if (message instanceof InstallSnapshotRequestProto install) {
      return Optional.of(install.getServerRequest());
    }
    return message instanceof ReadIndexRequestProto read
        ? Optional.of(read.getServerRequest())
        : Optional.empty();
  }

  @Override
  public void close() {
    var unused = nowhere.shutdownGracefully();
    var unusedToo = port.shutdownGracefully();
  }
}
