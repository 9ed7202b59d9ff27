package org.baymark.node.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.grpc.GrpcUtil;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.ConnectivityState;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Server;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.channel.EventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.nio.NioEventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;
import org.baymark.node.Anybody;
import org.baymark.node.doorstep.Doorstep;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.pin.OwnKey;
import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strangers at the port of the order, as gRPC serves it. */
class EntranceTest {
  private static final int ROOM = 8;
  private static final int EACH_MEMBER = 4;
  private static final String MEMBER = "urn:dev:org:32473-member";

  private final Doorstep doorstep = new Doorstep(ROOM);
  private final EventLoopGroup loops = new NioEventLoopGroup(2);
  private final List<Socket> strangers = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private Server server;
  private ManagedChannel member;

  @BeforeEach
  void serve() throws Exception {
    DevUrn name = new DevUrn(MEMBER);
    Entrance entrance = new Entrance(doorstep, session -> Optional.of(name));
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelFactory(entrance)
            .addTransportFilter(entrance)
            .sslContext(GrpcUtil.buildSslContextForServer(tls("urn:dev:org:32473-server")))
            .build()
            .start();
    member = connection();
  }

  private ManagedChannel connection() throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
            .sslContext(GrpcUtil.buildSslContextForClient(tls(MEMBER)))
            .build();
    channels.add(channel);
    return channel;
  }

  @AfterEach
  void stop() throws Exception {
    channels.forEach(ManagedChannel::shutdownNow);
    for (Socket stranger : strangers) {
      stranger.close();
    }
    // Where the filter fails with a connection that was never ready, gRPC waits for it for ever.
    assertTrue(
        server.shutdownNow().awaitTermination(60, TimeUnit.SECONDS), "the port does not end");
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
  }

  private static GrpcTlsConfig tls(String name) {
    TlsIdentity identity =
        TlsIdentity.generate(new DevUrn(name), new SecureRandom(), Instant.EPOCH);
    return GrpcTlsConfig.newBuilder()
        .setKeyManager(new OwnKey(identity.certificate(), identity.key()))
        .setTrustManager(new Anybody())
        .setMutualTls(true)
        .setSslProvider(SslProvider.JDK)
        .setProtocols("TLSv1.3")
        .build();
  }

  private void asks() {
    asks(member);
  }

  /** Nothing is served here: to be told so takes a handshake and a call. */
  private static void asks(ManagedChannel member) {
    StatusRuntimeException told =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                RaftServerProtocolServiceGrpc.newBlockingStub(member)
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .requestVote(RequestVoteRequestProto.getDefaultInstance()));
    assertEquals(Status.Code.UNIMPLEMENTED, told.getStatus().getCode());
  }

  private void strangersCome(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Socket stranger = new Socket("127.0.0.1", server.getPort());
      stranger.setSoTimeout(60_000);
      strangers.add(stranger);
    }
  }

  @Test
  void strangersPushOutStrangersAndNoMember() throws Exception {
    strangersCome(5 * ROOM);
    for (Socket pushedOut : strangers.subList(0, 4 * ROOM)) {
      assertEquals(-1, pushedOut.getInputStream().read());
    }
    assertTrue(doorstep.size() <= ROOM, "there stand " + doorstep.size());
    asks();
    int before = strangers.size();
    strangersCome(2 * ROOM);
    assertEquals(-1, strangers.get(before).getInputStream().read());
    asks(); // on the connection that it has
  }

  @Test
  void aMemberThatOpensManyLosesItsOldest() throws Exception {
    asks();
    assertEquals(ConnectivityState.READY, member.getState(false));
    for (int i = 1; i < EACH_MEMBER; i++) {
      asks(connection());
    }
    assertEquals(ConnectivityState.READY, member.getState(false), "it has not too many yet");
    asks(connection());
    for (int i = 0; member.getState(false) == ConnectivityState.READY && i < 3_000; i++) {
      Thread.sleep(10);
    }
    assertEquals(ConnectivityState.IDLE, member.getState(false));
    channels.get(1).shutdownNow().awaitTermination(60, TimeUnit.SECONDS);
    asks(); // anew, in the place of the one that left
    for (ManagedChannel other : channels.subList(2, channels.size())) {
      assertEquals(ConnectivityState.READY, other.getState(false));
    }
  }

  @Test
  void whoNeverEndsTheHandshakeIsHungUpOn() throws Exception {
    strangersCome(1);
    strangers.get(0).getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
    assertEquals(-1, strangers.get(0).getInputStream().read());
    for (int i = 0; doorstep.size() > 0 && i < 3_000; i++) {
      Thread.sleep(10); // it is hung up on before it is counted no more
    }
    assertEquals(0, doorstep.size());
  }
}
