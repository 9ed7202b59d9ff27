package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.grpc.GrpcUtil;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.SetConfigurationRequestProto;
import org.apache.ratis.proto.grpc.AdminProtocolServiceGrpc;
import org.apache.ratis.proto.grpc.RaftClientProtocolServiceGrpc;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;
import org.baymark.node.Anybody;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.peer.Address;
import org.baymark.node.pin.OwnKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in through the ports between members, and what it can ask there. */
class OrderPortTest {
  @TempDir static Path folder;
  private static RunningAlliance alliance;

  /** Takes whoever is there: what is tested is whom the other end takes. */
  private static final X509ExtendedTrustManager ANYBODY = new Anybody();

  @BeforeAll
  static void start() throws Exception {
    alliance = new RunningAlliance(folder, 3);
    alliance.startAll();
    alliance.sameHead(2);
  }

  @AfterAll
  static void stop() {
    alliance.close();
  }

  private static TlsIdentity stranger() {
    // Of the same name as a member: the name is nothing.
    return TlsIdentity.generate(RunningAlliance.name(1), new SecureRandom(), Instant.EPOCH);
  }

  /** What the node at {@code address} answers to this greeting; -1 if it hangs up. */
  private static int greet(TlsIdentity who, String address, String protocol, String greeting)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    KeyManager[] key = {new OwnKey(who.certificate(), who.key())};
    context.init(key, new TrustManager[] {ANYBODY}, new SecureRandom());
    Address to = Address.parse(address).orElseThrow();
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(to.host(), to.port())) {
      socket.setSoTimeout(30_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
  }

  @Test
  void aStrangersCertificateIsRefusedAtBothPorts() throws Exception {
    String http = "GET /log/0 HTTP/1.1\r\nHost: x\r\n\r\n";
    String h2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0";
    Member0 to = new Member0();
    assertEquals('H', greet(alliance.keys(1).tls(), to.peer(), "http/1.1", http));
    assertEquals(-1, greet(stranger(), to.peer(), "http/1.1", http));
    assertNotEquals(-1, greet(alliance.keys(1).tls(), to.order(), "h2", h2));
    assertEquals(-1, greet(stranger(), to.order(), "h2", h2));
  }

  private record Member0() {
    String peer() {
      return alliance.member(0).addresses().peer();
    }

    String order() {
      return alliance.member(0).addresses().order();
    }
  }

  private static ManagedChannel channel(TlsIdentity who, String address) {
    GrpcTlsConfig tls =
        GrpcTlsConfig.newBuilder()
            .setKeyManager(new OwnKey(who.certificate(), who.key()))
            .setTrustManager(ANYBODY)
            .setMutualTls(true)
            .setSslProvider(SslProvider.JDK)
            .build();
    return NettyChannelBuilder.forTarget(address)
        .sslContext(GrpcUtil.buildSslContextForClient(tls))
        .build();
  }

  private interface Ask {
    void on(ManagedChannel channel);
  }

  private static Status.Code refused(TlsIdentity who, String address, Ask ask) {
    ManagedChannel channel = channel(who, address);
    try {
      return assertThrows(StatusRuntimeException.class, () -> ask.on(channel))
          .getStatus()
          .getCode();
    } finally {
      channel.shutdownNow();
    }
  }

  private static RequestVoteRequestProto vote(int candidate) {
    String id = URLEncoder.encode(RunningAlliance.name(candidate).text(), StandardCharsets.UTF_8);
    return RequestVoteRequestProto.newBuilder()
        .setServerRequest(
            RaftRpcRequestProto.newBuilder().setRequestorId(ByteString.copyFromUtf8(id)))
        .setCandidateTerm(1)
        .build();
  }

  @Test
  void aMemberCannotSpeakAsAnother() {
    String order = alliance.member(0).addresses().order();
    Status.Code asAnother =
        refused(
            alliance.keys(1).tls(),
            order,
            channel ->
                RaftServerProtocolServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .requestVote(vote(2)));
    assertEquals(Status.Code.PERMISSION_DENIED, asAnother);
    Status.Code asItself =
        refused(
            alliance.keys(1).tls(),
            order,
            channel ->
                RaftServerProtocolServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .requestVote(vote(1)));
    assertEquals(Status.Code.INTERNAL, asItself, "Ratis was asked: it knows no such group");
  }

  @Test
  void noMemberChangesTheMembersThroughAPort() {
    for (String address :
        new String[] {
          alliance.member(0).addresses().order(), alliance.member(0).addresses().peer()
        }) {
      Status.Code code =
          refused(
              alliance.keys(1).tls(),
              address,
              channel ->
                  AdminProtocolServiceGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(30, TimeUnit.SECONDS)
                      .setConfiguration(SetConfigurationRequestProto.getDefaultInstance()));
      assertTrue(
          code == Status.Code.UNIMPLEMENTED || code == Status.Code.UNAVAILABLE, code.toString());
    }
  }

  @Test
  void noMemberHandsInCommandsThroughThePortOfTheOrder() throws Exception {
    // The service for clients is the only other one that Ratis has.
    ManagedChannel channel =
        channel(alliance.keys(1).tls(), alliance.member(0).addresses().order());
    var refused = new java.util.concurrent.CompletableFuture<Status.Code>();
    RaftClientProtocolServiceGrpc.newStub(channel)
        .unordered(
            new org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver<>() {
              @Override
              public void onNext(org.apache.ratis.proto.RaftProtos.RaftClientReplyProto reply) {
                refused.complete(Status.Code.OK);
              }

              @Override
              public void onError(Throwable cause) {
                refused.complete(Status.fromThrowable(cause).getCode());
              }

              @Override
              public void onCompleted() {
                refused.complete(Status.Code.OK);
              }
            })
        .onNext(org.apache.ratis.proto.RaftProtos.RaftClientRequestProto.getDefaultInstance());
    assertEquals(Status.Code.UNIMPLEMENTED, refused.get(30, TimeUnit.SECONDS));
    channel.shutdownNow();
  }
}
