package org.baymark.node.order;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;
import org.apache.ratis.util.ExitUtils;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.PinnedTrust;
import org.baymark.node.pin.Pins;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Member;

/** One order among some members, from its beginning: this member's part in it. */
final class Order implements AutoCloseable {
  /**
   * Ratis takes exceptions of its peers as serialized Java objects. A member must not be able to
   * send anything else that way (and nothing else in this process is read so).
   */
  private static final String READABLE =
      "maxdepth=16;maxbytes=262144;maxarray=1024;java.lang.*;java.io.*;java.util.ArrayList;"
          + "java.util.Collections$*;org.apache.ratis.protocol.**;!*";

  private static final long STEP_DOWN_MILLIS = 5_000;

  /** Of several that come together, the others are there by then. */
  private static final Executor SOON = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  private final RaftServer server;
  private final RaftGroup group;
  private final RaftPeerId self;
  private final Gate gate;
  private final Configuration configuration;
  private final ClientId submitter = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong commands = new AtomicLong();
  private volatile boolean isClosed;

  private Order(
      RaftServer server, RaftGroup group, RaftPeerId self, Gate gate, Configuration configuration) {
    this.server = server;
    this.group = group;
    this.self = self;
    this.gate = gate;
    this.configuration = configuration;
  }

  /**
   * What this member's part is made from.
   *
   * @param storage where Ratis keeps what it agreed on
   * @param members where those are that take part; who they are Ratis knows from its storage
   * @param beginners who took part when this order began. Who came later begins with nobody: Ratis
   *     takes it in when whoever leads says so
   * @param pins whom it takes on the wire
   * @param self who this member is
   * @param listen host:port where it awaits the others; they may reach it under another name
   * @param key what it shows the others
   */
  record Setting(
      Path storage,
      List<Member> members,
      List<Member> beginners,
      Pins pins,
      DevUrn self,
      String listen,
      OwnKey key) {}

  /** The name of the order with which an epoch of the log begins: 16 bytes. */
  static Bytes id(String origin, Era era) {
    CborWriter name = new CborWriter().array(4).text("baymark order v1").text(origin);
    name.integer(era.epoch()).bytes(era.stopSet().map(Digest::bytes).orElse(Bytes.EMPTY));
    return Digest.sha256(name.toBytes()).bytes().slice(0, 16);
  }

  /**
   * @param isApplied whether the store holds something of this order
   */
  static Order start(Setting setting, Bytes id, boolean isApplied, StateMachine applier)
      throws IOException {
    onlyExceptions();
    ExitUtils.disableSystemExit(); // where its port is taken, Ratis would end the process unsaid
    OrderFolder folder = new OrderFolder(setting.storage());
    folder.tidy(id, isApplied);
    boolean isStored = folder.holds(id);
    RaftGroup group = Peers.group(id, isStored ? setting.members() : beginners(setting));
    Files.createDirectories(setting.storage());
    RaftPeerId self = Peers.id(setting.self());
    Pins pins = setting.pins();
    Gate gate = new Gate(pins);
    Parameters parameters = new Parameters();
    GrpcConfigKeys.Server.setServicesCustomizer(parameters, gate);
    GrpcConfigKeys.Server.setTlsConf(parameters, tls(setting.key(), pins));
    String address = setting.listen();
    int colon = address.lastIndexOf(':');
    RaftServer.Builder builder =
        RaftServer.newBuilder()
            .setServerId(self)
            .setGroup(group)
            .setStateMachine(applier)
            .setOption(
                isStored ? RaftStorage.StartupOption.RECOVER : RaftStorage.StartupOption.FORMAT)
            .setProperties(
                Tuning.properties(
                    setting.storage(),
                    host(address.substring(0, colon)),
                    Integer.parseInt(address.substring(colon + 1))))
            .setParameters(parameters);
    RaftServer server = started(builder, gate);
    Configuration configuration = new Configuration(server, group.getGroupId(), setting.members());
    return new Order(server, group, self, gate, configuration);
  }

  /**
   * Ratis throws what it meets as one kind of exception or another, and leaves open what it began.
   */
  private static RaftServer started(RaftServer.Builder builder, Gate gate) throws IOException {
    Optional<RaftServer> built = Optional.empty();
    try {
      RaftServer server = builder.build();
      built = Optional.of(server);
      server.start();
      return server;
    } catch (IOException | RuntimeException e) {
      if (built.isPresent()) {
        built.get().close();
      }
      gate.close();
      throw e instanceof IOException thrown ? thrown : new IOException(e);
    }
  }

  /**
   * Whether an order could not be begun because it cannot listen: another program has its port. Of
   * that alone Ratis makes an end of the process.
   */
  static boolean isOfPort(IOException failed) {
    return Stream.iterate((Throwable) failed, Objects::nonNull, Throwable::getCause)
        .anyMatch(it -> it instanceof BindException || it instanceof ExitUtils.ExitException);
  }

  private static List<Member> beginners(Setting setting) {
    boolean isOne =
        setting.beginners().stream().anyMatch(member -> member.name().equals(setting.self()));
    return isOne ? setting.beginners() : List.of();
  }

  private static String host(String text) {
    return text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
  }

  private static GrpcTlsConfig tls(OwnKey key, Pins pins) {
    return GrpcTlsConfig.newBuilder()
        .setKeyManager(key)
        .setTrustManager(new PinnedTrust(pins, member -> member.addresses().order()))
        .setMutualTls(true)
        .setSslProvider(SslProvider.JDK)
        .setProtocols("TLSv1.3")
        .build();
  }

  private static void onlyExceptions() {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(READABLE));
    }
  }

  /** Whether this member leads it, and has applied all that was decided before it did. */
  boolean leads() {
    return info().map(DivisionInfo::isLeaderReady).orElse(false);
  }

  /** Who leads it, as far as this member knows: a hint. */
  Optional<DevUrn> leader() {
    return info()
        .flatMap(info -> Optional.ofNullable(info.getLeaderId()))
        .flatMap(id -> Peers.name(id.toString()));
  }

  private Optional<DivisionInfo> info() {
    try {
      return Optional.of(server.getDivision(group.getGroupId()).getInfo());
    } catch (IOException e) {
      return Optional.empty(); // it is being closed
    }
  }

  /** Only the one that leads can: completes when the command has its place, and fails otherwise. */
  CompletableFuture<Void> submit(Bytes command) {
    long number = commands.incrementAndGet();
    return write(command).thenAccept(done -> SOON.execute(() -> tell(number)));
  }

  /**
   * That a command is decided the others hear with the next one, or else with a heartbeat, half a
   * second later; and somebody may wait there. So behind the last one goes an entry of no bytes.
   */
  private void tell(long number) {
    if (commands.get() == number && !isClosed) {
      var unused = write(Bytes.EMPTY);
    }
  }

  private CompletableFuture<Void> write(Bytes command) {
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(submitter)
            .setServerId(self)
            .setGroupId(group.getGroupId())
            .setCallId(calls.incrementAndGet())
            .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(command.unsafeArray())))
            .setType(RaftClientRequest.writeRequestType())
            .build();
    try {
      return server.submitClientRequestAsync(request).thenCompose(Configuration::orFail);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Leads no more, if it did: whoever is elected next asks every member anew how far it is. */
  CompletableFuture<Void> stepDown() {
    try {
      return server
          .transferLeadershipAsync(
              new TransferLeadershipRequest(
                  submitter,
                  self,
                  group.getGroupId(),
                  calls.incrementAndGet(),
                  null,
                  STEP_DOWN_MILLIS))
          .thenCompose(Configuration::orFail);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  Configuration configuration() {
    return configuration;
  }

  /** Lets these take part and nobody else; see {@link Configuration#become}. */
  CompletableFuture<Void> become(List<Member> members) {
    return configuration.become(submitter, calls.incrementAndGet(), members);
  }

  @Override
  public void close() {
    isClosed = true;
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      gate.close();
    }
  }
}
