package org.baymark.node.order;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.grpc.GrpcUtil;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;
import org.baymark.node.Alliance;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.ledger.Command;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.PinnedTrust;
import org.baymark.node.pin.Pins;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.statement.Kind;

/**
 * A member that leads the order of the first epoch as no leader may: it tells each of the others
 * another order, and one of them that the rest take no part any more. It speaks Ratis's protocol
 * with its own keys; what honest members make of it is up to them.
 */
public final class LyingLeader {
  private static final long TERM = 1_000;
  private static final long BEAT_MILLIS = 200;

  private final NodeKeys keys;
  private final DevUrn self;
  private final Members members;
  private final RaftGroupId group;
  private final List<Follower> followers = new ArrayList<>();

  LyingLeader(NodeKeys keys, DevUrn self, Members members) {
    this.keys = keys;
    this.self = self;
    this.members = members;
    this.group = Peers.groupId(Order.id(members.origin(), Era.FIRST));
  }

  /** In the folder of the member, until it is killed. */
  public static void main(String[] words) throws Exception {
    WorkingFolder folder = new WorkingFolder(Path.of(words[0]));
    Members members = GenesisFile.read(folder).orElseThrow().members();
    DevUrn self = MemberCard.read(folder.card()).name();
    new LyingLeader(NodeKeys.read(folder), self, members).lie(Long.MAX_VALUE);
  }

  /** So many heartbeats long. */
  void lie(long beats) throws InterruptedException {
    Pins pins = new Pins(members);
    for (Member member : members.members()) {
      if (!member.name().equals(self)) {
        followers.add(new Follower(member, channel(pins, member)));
      }
    }
    followers.forEach(Follower::isElectedBy);
    for (int i = 0; i < followers.size(); i++) {
      followers.get(i).append(otherwise(i));
    }
    System.out.println("lied");
    System.out.flush();
    for (long beat = 0; beat < beats; beat++) {
      Thread.sleep(BEAT_MILLIS);
      followers.forEach(Follower::beat);
    }
  }

  private ManagedChannel channel(Pins pins, Member to) {
    GrpcTlsConfig tls =
        GrpcTlsConfig.newBuilder()
            .setKeyManager(new OwnKey(keys.tls().certificate(), keys.tls().key()))
            .setTrustManager(new PinnedTrust(pins, member -> member.addresses().order()))
            .setMutualTls(true)
            .setSslProvider(SslProvider.JDK)
            .build();
    return NettyChannelBuilder.forTarget(to.addresses().order())
        .sslContext(GrpcUtil.buildSslContextForClient(tls))
        .build();
  }

  /** What this one is told to be next: an entry of its own, and a checkpoint on top. */
  private List<LogEntryProto> otherwise(int which) {
    DevUrn gateway = new DevUrn("urn:dev:org:32473-lie" + which);
    Command lie =
        new Command.Admit(
            Alliance.registration(gateway, Kind.BATCH).sign(keys.registrar(), self, 1));
    List<LogEntryProto> entries = new ArrayList<>();
    if (which == 0) {
      entries.add(LogEntryProto.newBuilder().setConfigurationEntry(withoutTheOthers()).build());
    }
    entries.add(entry(lie));
    entries.add(entry(new Command.Close(Era.FIRST)));
    return entries;
  }

  private RaftConfigurationProto withoutTheOthers() {
    RaftConfigurationProto.Builder forged = RaftConfigurationProto.newBuilder();
    List<Member> left = List.of(members.member(self).orElseThrow(), followers.get(0).member);
    Peers.peers(left).forEach(peer -> forged.addPeers(peer.getRaftPeerProto()));
    return forged.build();
  }

  private static LogEntryProto entry(Command command) {
    return LogEntryProto.newBuilder()
        .setStateMachineLogEntry(
            StateMachineLogEntryProto.newBuilder()
                .setLogData(ByteString.copyFrom(CommandForm.encode(command).toArray())))
        .build();
  }

  private RaftRpcRequestProto to(Member member) {
    return RaftRpcRequestProto.newBuilder()
        .setRequestorId(Peers.id(self).toByteString())
        .setReplyId(Peers.id(member.name()).toByteString())
        .setRaftGroupId(
            org.apache.ratis.proto.RaftProtos.RaftGroupIdProto.newBuilder()
                .setId(group.toByteString()))
        .build();
  }

  private final class Follower implements StreamObserver<AppendEntriesReplyProto> {
    private final Member member;
    private final ManagedChannel channel;
    private final BlockingQueue<AppendEntriesReplyProto> replies = new ArrayBlockingQueue<>(64);
    private final StreamObserver<AppendEntriesRequestProto> out;
    private TermIndexProto last = TermIndexProto.getDefaultInstance();

    Follower(Member member, ManagedChannel channel) {
      this.member = member;
      this.channel = channel;
      this.out =
          RaftServerProtocolServiceGrpc.newStub(channel).withWaitForReady().appendEntries(this);
    }

    /** It cannot know that nobody has so many entries; and tells where its own end. */
    void isElectedBy() {
      last =
          RaftServerProtocolServiceGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .withDeadlineAfter(10, TimeUnit.SECONDS)
              .requestVote(
                  RequestVoteRequestProto.newBuilder()
                      .setServerRequest(to(member))
                      .setCandidateTerm(TERM)
                      .setCandidateLastEntry(place(TERM - 1, 1_000_000))
                      .build())
              .getLastEntry();
    }

    void append(List<LogEntryProto> entries) throws InterruptedException {
      AppendEntriesRequestProto.Builder request = request().setPreviousLog(last);
      for (LogEntryProto entry : entries) {
        last = place(TERM, last.getIndex() + 1);
        request.addEntries(entry.toBuilder().setTerm(TERM).setIndex(last.getIndex()));
      }
      AppendResult result = ask(request.setLeaderCommit(last.getIndex())).getResult();
      if (result != AppendResult.SUCCESS) {
        throw new IllegalStateException(member.name() + " takes no lies: " + result);
      }
    }

    void beat() {
      try {
        out.onNext(request().setPreviousLog(last).setLeaderCommit(last.getIndex()).build());
      } catch (IllegalStateException e) {
        // It hears no more, for it is in another epoch.
      }
      replies.clear();
    }

    private AppendEntriesRequestProto.Builder request() {
      return AppendEntriesRequestProto.newBuilder()
          .setServerRequest(to(member))
          .setLeaderTerm(TERM);
    }

    private AppendEntriesReplyProto ask(AppendEntriesRequestProto.Builder request)
        throws InterruptedException {
      out.onNext(request.build());
      AppendEntriesReplyProto reply = replies.poll(20, TimeUnit.SECONDS);
      if (reply == null) {
        throw new IllegalStateException(member.name() + " does not answer");
      }
      return reply;
    }

    private TermIndexProto place(long term, long index) {
      return TermIndexProto.newBuilder().setTerm(term).setIndex(index).build();
    }

    @Override
    public void onNext(AppendEntriesReplyProto reply) {
      replies.offer(reply);
    }

    @Override
    public void onError(Throwable cause) {
      System.err.println(member.name() + ": " + cause);
    }

    @Override
    public void onCompleted() {}
  }
}
