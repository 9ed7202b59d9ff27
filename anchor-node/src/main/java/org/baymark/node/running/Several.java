package org.baymark.node.running;

import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.baymark.node.beside.LinesBeside;
import org.baymark.node.config.Listen;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.order.RatisSequencer;
import org.baymark.node.peer.Address;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.peer.PeerServer;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.voting.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several members: the exchange with the others opens first, for the order may need it at
 * once; and closes last.
 */
final class Several implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Several.class);

  private static final long WATCH_MILLIS = 250;

  private final Vertx vertx;
  private final PeerClient client;
  private final PeerServer server;
  private final RatisSequencer sequencer;
  private final Votes votes;
  private final long watching;

  private Several(
      Vertx vertx,
      PeerClient client,
      PeerServer server,
      RatisSequencer sequencer,
      Votes votes,
      Pins pins) {
    this.vertx = vertx;
    this.client = client;
    this.server = server;
    this.sequencer = sequencer;
    this.votes = votes;
    this.watching = vertx.setPeriodic(WATCH_MILLIS, timer -> watch(pins, sequencer));
  }

  /** An address of its own card may be no address, too. */
  private static Address listening(String address) throws Failure {
    return Address.parse(address)
        .orElseThrow(
            () ->
                new Failure(
                    Failure.UNUSABLE_FILE,
                    "This node cannot listen for other members on "
                        + address
                        + ", which is no address; set listen-peer in node.yaml."));
  }

  /**
   * @param given the genesis in the folder; a log that is there knows its own
   * @param ground what is executed there is closed with it
   * @throws Failure if a port is taken
   */
  static Several start(
      Node.Setting setting,
      Optional<GenesisFile> given,
      Vertx vertx,
      Ground ground,
      LinesBeside lines,
      Consumer<Throwable> fatal)
      throws Failure {
    Execution execution = ground.execution();
    GenesisFile genesis = given.orElseGet(() -> Belonging.begun(ground.store()));
    Pins pins = new Pins(genesis.members());
    execution.status().members().ifPresent(sets -> pins.are(sets.counting()));
    TlsIdentity tls = setting.keys().tls();
    OwnKey key = new OwnKey(tls.certificate(), tls.key());
    PeerClient client = new PeerClient(vertx, key, pins);
    MemberExchange exchange = new MemberExchange(pins, setting.member().name(), client, execution);
    String address =
        setting
            .config()
            .listenPeer()
            .map(Listen::toString)
            .orElse(setting.member().addresses().peer());
    String order =
        setting
            .config()
            .listenOrder()
            .map(Listen::toString)
            .orElse(setting.member().addresses().order());
    try {
      PeerServer server =
          Opened.await(
              PeerServer.start(vertx, listening(address), key, pins, exchange, Message.SIZE_MAX));
      execution.start();
      found(execution, genesis);
      RatisSequencer sequencer =
          RatisSequencer.start(
              new RatisSequencer.Setting(
                  setting.folder().order(),
                  genesis.members().origin(),
                  pins,
                  setting.member().name(),
                  order,
                  key,
                  ground.chamber()::course,
                  setting.config().queueMax()),
              execution,
              exchange,
              fatal);
      Votes votes =
          Votes.start(
              vertx,
              ground.outbox(),
              ground.chamber(),
              lines,
              execution,
              client,
              pins,
              setting.config(),
              sequencer::isWaiting);
      exchange.serve(sequencer, votes);
      return new Several(vertx, client, server, sequencer, votes, pins);
    } catch (CompletionException e) {
      Opened.await(client.close());
      throw new Failure(
          Failure.FAILED,
          "This node cannot listen for other members on "
              + address
              + ": "
              + (e.getCause() == null ? e : e.getCause()).getMessage()
              + ".");
    }
  }

  /**
   * The first entry of the log is the same for all members and needs no order: each writes it for
   * itself, and nobody who leads can found another log.
   */
  private static void found(Execution execution, GenesisFile genesis) {
    Result result = Opened.await(execution.apply(new Command.Found(genesis.entry())));
    if (result instanceof Result.Appended) {
      LOG.atInfo().addKeyValue("origin", genesis.members().origin()).log("log founded");
    } else if (result instanceof Result.Rejected rejected) {
      throw new StoreException("this genesis founds no log: " + rejected.detail());
    }
  }

  /** Who comes in through the doors for members follows from the log. */
  private static void watch(Pins pins, Sequencer sequencer) {
    sequencer.status().members().ifPresent(sets -> pins.are(sets.counting()));
  }

  /** Who takes part in the order by its own account. */
  Set<DevUrn> takingPart() {
    return sequencer.takingPart();
  }

  Votes votes() {
    return votes;
  }

  Sequencer sequencer() {
    return sequencer;
  }

  @Override
  public void close() {
    vertx.cancelTimer(watching);
    votes.stop();
    Opened.await(server.stop());
    sequencer.close();
    Opened.await(client.close());
  }
}
