package org.baymark.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.baymark.node.beside.LinesBeside;
import org.baymark.node.doorstep.GuardedPorts;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.http.NodeServer;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.onward.Anchoring;
import org.baymark.node.onward.Onward;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.scitt.ReceiptDesk;
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.sequence.SoleSequencer;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.node.witness.Witnessing;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.receipt.ReceiptSigner;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Voice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node, put together: the store opens first and the door to the network last; it stops the
 * other way round.
 */
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final NodeConfig config;
  private final LogStore store;
  private final Execution execution;
  private final Sequencer sequencer;
  private final Optional<Several> several;
  private final Vertx vertx;
  private final Closing closing;
  private final Witnessing witnessing;
  private final LinesBeside lines;
  private final Optional<Anchoring> anchoring;
  private final NodeServer server;
  private final AdminDoor admin;
  private final Turnover turnover;

  private Node(
      NodeConfig config,
      LogStore store,
      Execution execution,
      Sequencer sequencer,
      Optional<Several> several,
      Vertx vertx,
      Closing closing,
      Witnessing witnessing,
      LinesBeside lines,
      Optional<Anchoring> anchoring,
      NodeServer server,
      AdminDoor admin,
      Turnover turnover) {
    this.config = config;
    this.store = store;
    this.execution = execution;
    this.sequencer = sequencer;
    this.several = several;
    this.vertx = vertx;
    this.closing = closing;
    this.witnessing = witnessing;
    this.lines = lines;
    this.anchoring = anchoring;
    this.server = server;
    this.admin = admin;
    this.turnover = turnover;
  }

  /**
   * What a node is made from.
   *
   * @param member who its card says it is; with these keys
   */
  record Setting(
      WorkingFolder folder,
      NodeConfig config,
      NodeKeys keys,
      Member member,
      String adminToken,
      InstantSource clock) {}

  /**
   * @param fatal hears once why the node can no longer be trusted; the process has to end
   * @param again is called once if this node has to be closed and started anew, since the log says
   *     that it is another member than it was
   * @throws StoreException if the stored log is damaged, in use or another's
   * @throws Failure if the port is taken
   */
  static Node start(Setting setting, Consumer<Throwable> fatal, Runnable again) throws Failure {
    SignatureProvider signatures = SignatureProvider.chosen();
    LOG.atInfo()
        .addKeyValue("provider", signatures.name())
        .addKeyValue("because", signatures.reason())
        .log("signature provider chosen");
    NodeConfig config = setting.config();
    NodeKeys keys = setting.keys();
    InstantSource clock = setting.clock();
    Optional<GenesisFile> genesis = Belonging.genesis(setting);
    Witnessing.Setting outside = outside(setting);
    Optional<Onward> onward = onward(setting);
    LogStore store = LogStore.open(setting.folder().database());
    Outbox outbox = new Outbox();
    Chamber chamber;
    Turnover.Role role;
    boolean wasMember;
    Execution execution;
    try {
      chamber = Certifying.chamber(setting, store, outbox);
      execution = Execution.open(store, chamber, config.queueMax(), cause -> logged(cause, fatal));
      Belonging.check(setting, genesis, store, execution);
      role = Belonging.role(setting, genesis, execution);
      wasMember = Belonging.wasMember(setting, execution);
      Optional<String> silence = chamber.recorded().silence();
      if (silence.isPresent() && role == Turnover.Role.ALONE) {
        throw new StoreException(silence.get()); // nobody else can go on
      }
    } catch (StoreException e) {
      store.close();
      throw e;
    }
    LinesBeside lines = Certifying.lines(setting, execution, outbox);
    Vertx vertx =
        GuardedPorts.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
    Sequencer sequencer;
    OwnKey adminKey;
    Optional<Several> several = Optional.empty();
    try {
      adminKey = AdminDoor.key(setting); // written into the folder, whose lock is held by now
      if (role == Turnover.Role.ONE_OF_SEVERAL) {
        several =
            Optional.of(
                Several.start(
                    setting,
                    genesis.orElseGet(() -> Belonging.begun(store)),
                    vertx,
                    execution,
                    new Several.Voting(chamber, outbox, lines),
                    cause -> logged(cause, fatal)));
        sequencer = several.get().sequencer();
      } else if (role == Turnover.Role.PAST) {
        sequencer = PastMember.start(execution);
      } else {
        sequencer = alone(setting, genesis, execution);
      }
    } catch (StoreException | Failure e) {
      lines.close();
      execution.close();
      await(vertx.close());
      store.close();
      throw e;
    }
    LOG.atInfo().addKeyValue("size", sequencer.status().size()).log("log open");

    lines.wake();
    Closing closing = Closing.start(vertx, sequencer, config, lines::wake);
    Witnessing witnessing = Witnessing.start(outside, setting.folder(), sequencer, clock);
    Optional<Anchoring> anchoring =
        onward.map(chain -> Anchoring.start(chain, () -> certified(sequencer), clock));
    Registrar registrar = new Registrar(config.name(), keys.registrar());
    NodeServer.VotingSetting voting = voting(setting, chamber, execution, lines, anchoring);
    try {
      NodeServer server =
          await(
              NodeServer.start(
                  vertx,
                  config.bindHost(),
                  config.port(),
                  sequencer,
                  registrar,
                  scitt(setting),
                  voting,
                  promise(setting),
                  witnessing,
                  clock));
      LOG.atInfo().addKeyValue("port", server.port()).log("serving");
      AdminDoor admin =
          AdminDoor.open(
              vertx,
              setting,
              adminKey,
              several.map(Several::votes).map(votes -> votes::stopEpoch),
              sequencer,
              registrar,
              voting,
              promise(setting));
      Optional<Several> order = several;
      Turnover turnover =
          Turnover.start(
              vertx,
              setting,
              sequencer,
              role,
              wasMember,
              () -> order.map(Several::takingPart).orElse(Set.of()),
              () -> order.map(Several::votes).map(Votes::hearsTooFew).orElse(false),
              again);
      return new Node(
          config,
          store,
          execution,
          sequencer,
          several,
          vertx,
          closing,
          witnessing,
          lines,
          anchoring,
          server,
          admin,
          turnover);
    } catch (CompletionException | Failure e) {
      anchoring.ifPresent(Anchoring::close);
      witnessing.close();
      lines.close();
      closing.stop();
      close(several, sequencer);
      await(vertx.close());
      store.close();
      if (e instanceof Failure why) {
        throw why;
      }
      String at = config.host() + ":" + config.port();
      throw new Failure(
          Failure.FAILED, "This node cannot listen on " + at + ": " + message(e) + ".");
    }
  }

  private static NodeServer.ScittSetting scitt(Setting setting) {
    NodeConfig config = setting.config();
    ReceiptSigner signer =
        new ReceiptSigner(config.origin(), config.name(), setting.keys().receipts());
    return new NodeServer.ScittSetting(new ReceiptDesk(signer), config.checkpointEvery());
  }

  private static NodeServer.PromiseSetting promise(Setting setting) {
    NodeConfig config = setting.config();
    Voice voice = Voice.of(config.name(), setting.keys().reporter());
    return new NodeServer.PromiseSetting(voice, config.origin(), config.promiseHeads());
  }

  private static NodeServer.VotingSetting voting(
      Setting setting,
      Chamber chamber,
      Execution execution,
      LinesBeside lines,
      Optional<Anchoring> anchoring) {
    return new NodeServer.VotingSetting(
        setting.config().name(),
        setting.config().origin(),
        () -> execution.between(chamber::ballot),
        chamber::convictions,
        lines,
        () -> anchoring.flatMap(Anchoring::last));
  }

  private static Witnessing.Setting outside(Setting setting) throws Failure {
    try {
      NodeConfig config = setting.config();
      return Witnessing.Setting.read(
          setting.folder(), config.name(), config.origin(), new SecureRandom());
    } catch (FolderException e) {
      throw new Failure(Failure.UNUSABLE_FILE, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Onward> onward(Setting setting) throws Failure {
    try {
      return Onward.read(setting.folder());
    } catch (FolderException e) {
      throw new Failure(Failure.UNUSABLE_FILE, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Checkpoint> certified(Sequencer sequencer) {
    return sequencer.status().published().map(last -> last.note().checkpoint());
  }

  private static Members members(Setting setting) {
    return new Members(setting.config().origin(), List.of(setting.member()));
  }

  /** Starts the log and closes its first checkpoint, so that there is one for whoever asks. */
  private static Sequencer alone(
      Setting setting, Optional<GenesisFile> genesis, Execution execution) {
    boolean isFounded = !execution.memberSets().isEmpty();
    SoleSequencer sequencer = new SoleSequencer(execution);
    sequencer.start();
    if (!isFounded) {
      Sign1 entry = genesis.map(GenesisFile::entry).orElseGet(() -> ownGenesis(setting));
      if (await(sequencer.submit(new Command.Found(entry))) instanceof Result.Rejected rejected) {
        throw new StoreException("no log can be founded with these keys: " + rejected.detail());
      }
      LOG.atInfo().addKeyValue("origin", setting.config().origin()).log("log founded");
    }
    if (sequencer.status().published().isEmpty()) {
      await(sequencer.submit(new Command.Close(Era.FIRST)));
    }
    return sequencer;
  }

  private static Sign1 ownGenesis(Setting setting) {
    long now = setting.clock().instant().getEpochSecond();
    return members(setting).signGenesis(setting.keys().registrar(), setting.member().name(), now);
  }

  private static void close(Optional<Several> several, Sequencer sequencer) {
    if (several.isPresent()) {
      several.get().close();
    } else {
      sequencer.close();
    }
  }

  private static void logged(Throwable cause, Consumer<Throwable> fatal) {
    LOG.atError().addKeyValue("fault", cause).log("the node has to stop");
    LOG.debug("the fault in full", cause);
    fatal.accept(cause);
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static String message(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  /** Where it is reached. */
  String url() {
    return "http://" + config.host() + ":" + server.port();
  }

  Execution execution() {
    return execution;
  }

  Sequencer sequencer() {
    return sequencer;
  }

  /** Who takes part in the order of several members, by its own account. */
  Set<DevUrn> takingPart() {
    return several.map(Several::takingPart).orElse(Set.of());
  }

  /** Whether it wants to begin anew with the keys that lie ready. */
  boolean takesNext() {
    return turnover.takesNext();
  }

  /** Whether it is up to this node to close checkpoints. */
  boolean leads() {
    return sequencer.leads();
  }

  @Override
  public void close() {
    LOG.atInfo().log("stopping");
    turnover.stop();
    admin.close();
    await(server.stop());
    anchoring.ifPresent(Anchoring::close);
    witnessing.close();
    lines.close();
    closing.stop();
    close(several, sequencer);
    await(vertx.close());
    store.close();
    LOG.atInfo().addKeyValue("size", sequencer.status().size()).log("stopped");
  }
}
