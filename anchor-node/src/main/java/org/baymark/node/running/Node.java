package org.baymark.node.running;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.baymark.node.beside.LinesBeside;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.doorstep.GuardedPorts;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.http.NodeServer;
import org.baymark.node.onward.Anchored;
import org.baymark.node.onward.Anchoring;
import org.baymark.node.onward.Onward;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.store.StoreException;
import org.baymark.node.witness.Witnessing;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.registration.Member;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node, put together: the store opens first and the doors to the network last; it stops the
 * other way round.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Opened opened;
  private final Execution execution;
  private final Optional<Several> several;
  private final Sequencer sequencer;
  private final PublicDoor door;
  private final Turnover turnover;

  /**
   * What a node is made from.
   *
   * @param member who its card says it is; with these keys
   */
  public record Setting(
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
   * @throws Failure if a port is taken, or a file in the folder does not read
   */
  public static Node start(Setting setting, Consumer<Throwable> fatal, Runnable again)
      throws Failure {
    Opened opened = new Opened();
    try {
      return new Node(setting, opened, cause -> logged(cause, fatal), again);
    } catch (Failure | RuntimeException e) {
      try (opened) {
        throw e;
      }
    }
  }

  private Node(Setting setting, Opened opened, Consumer<Throwable> fatal, Runnable again)
      throws Failure {
    this.opened = opened;
    SignatureProvider signatures = SignatureProvider.chosen();
    LOG.atInfo()
        .addKeyValue("provider", signatures.name())
        .addKeyValue("because", signatures.reason())
        .log("signature provider chosen");
    Optional<GenesisFile> genesis = Belonging.genesis(setting);
    Witnessing.Setting outside = outside(setting);
    Optional<Onward> onward = onward(setting);

    Ground ground = Ground.open(setting, genesis, fatal, opened);
    execution = ground.execution();
    OwnKey adminKey = AdminDoor.key(setting); // written into the folder, which the store locked
    LinesBeside lines =
        opened.add(Certifying.lines(setting, execution, ground.outbox()), LinesBeside::close);
    Vertx vertx = opened.add(vertx(), it -> Opened.await(it.close()));
    several =
        ground.role() == Turnover.Role.ONE_OF_SEVERAL
            ? Optional.of(
                opened.add(
                    Several.start(setting, genesis, vertx, ground, lines, fatal), Several::close))
            : Optional.empty();
    sequencer =
        several
            .map(Several::sequencer)
            .orElseGet(() -> opened.add(withoutOthers(setting, genesis, ground), Sequencer::close));
    LOG.atInfo().addKeyValue("size", sequencer.status().size()).log("log open");

    lines.wake();
    opened.add(Closing.start(vertx, sequencer, setting.config(), lines::wake), Closing::stop);
    Witnessing witnessing =
        opened.add(
            Witnessing.start(outside, setting.folder(), sequencer, setting.clock()),
            Witnessing::close);
    Optional<Anchoring> anchoring =
        onward.map(
            chain ->
                opened.add(
                    Anchoring.start(chain, this::certified, setting.clock()), Anchoring::close));

    Registrar registrar = new Registrar(setting.config().name(), setting.keys().registrar());
    NodeServer.VotingSetting voting = voting(setting, ground, lines, anchoring);
    door =
        opened.add(
            PublicDoor.open(vertx, setting, sequencer, registrar, voting, witnessing),
            PublicDoor::close);
    opened.add(
        AdminDoor.open(vertx, setting, adminKey, several, sequencer, registrar, voting),
        AdminDoor::close);
    turnover =
        opened.add(
            Turnover.start(vertx, setting, sequencer, ground, several, again), Turnover::stop);
  }

  private static Vertx vertx() {
    return GuardedPorts.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
  }

  private static Sequencer withoutOthers(
      Setting setting, Optional<GenesisFile> genesis, Ground ground) {
    return ground.role() == Turnover.Role.PAST
        ? PastMember.start(ground.execution())
        : Alone.start(setting, genesis, ground.execution());
  }

  private static NodeServer.VotingSetting voting(
      Setting setting, Ground ground, LinesBeside lines, Optional<Anchoring> anchoring) {
    Chamber chamber = ground.chamber();
    return new NodeServer.VotingSetting(
        setting.config().name(),
        setting.config().origin(),
        () -> ground.execution().between(chamber::ballot),
        chamber::convictions,
        lines,
        lines::alarm,
        () -> anchoring.<Anchored>flatMap(Anchoring::last));
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

  private static void logged(Throwable cause, Consumer<Throwable> fatal) {
    LOG.atError().addKeyValue("fault", cause).log("the node has to stop");
    LOG.debug("the fault in full", cause);
    fatal.accept(cause);
  }

  private Optional<Checkpoint> certified() {
    return sequencer.status().published().map(last -> last.note().checkpoint());
  }

  /** Where it is reached. */
  public String url() {
    return door.url();
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
  public boolean takesNext() {
    return turnover.takesNext();
  }

  /** Whether it is up to this node to close checkpoints. */
  boolean leads() {
    return sequencer.leads();
  }

  @Override
  public void close() {
    LOG.atInfo().log("stopping");
    opened.close();
    LOG.atInfo().addKeyValue("size", sequencer.status().size()).log("stopped");
  }
}
