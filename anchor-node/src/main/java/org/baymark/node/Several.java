package org.baymark.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
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
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several members: the exchange with the others opens first, for the order may need it at
 * once; and closes last.
 */
final class Several implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Several.class);

  private static final long FOUND_MILLIS = 500;

  private final Vertx vertx;
  private final PeerClient client;
  private final PeerServer server;
  private final RatisSequencer sequencer;
  private final Votes votes;
  private final long founding;
  private volatile boolean isFounding; // set by the timer, cleared by the answer

  private Several(
      Vertx vertx,
      PeerClient client,
      PeerServer server,
      RatisSequencer sequencer,
      Votes votes,
      GenesisFile genesis) {
    this.vertx = vertx;
    this.client = client;
    this.server = server;
    this.sequencer = sequencer;
    this.votes = votes;
    this.founding = vertx.setPeriodic(FOUND_MILLIS, timer -> found(timer, genesis));
  }

  /** Where this member votes, and where it puts what others should hear. */
  record Voting(Chamber chamber, Outbox outbox) {}

  /**
   * @param execution is closed with it
   * @throws Failure if a port is taken
   */
  static Several start(
      Node.Setting setting,
      GenesisFile genesis,
      Vertx vertx,
      Execution execution,
      Voting voting,
      Consumer<Throwable> fatal)
      throws Failure {
    Members members = genesis.members();
    Pins pins = new Pins(members);
    TlsIdentity tls = setting.keys().tls();
    OwnKey key = new OwnKey(tls.certificate(), tls.key());
    PeerClient client = new PeerClient(vertx, key, pins);
    MemberExchange exchange =
        new MemberExchange(members, setting.member().name(), client, execution);
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
          await(
              PeerServer.start(vertx, Address.of(address), key, pins, exchange, Message.SIZE_MAX));
      RatisSequencer sequencer =
          RatisSequencer.start(
              new RatisSequencer.Setting(
                  setting.folder().order(),
                  members,
                  setting.member().name(),
                  order,
                  key,
                  Era.FIRST,
                  setting.config().queueMax()),
              execution,
              exchange,
              fatal);
      Votes votes =
          Votes.start(
              vertx,
              voting.outbox(),
              voting.chamber(),
              execution,
              client,
              members,
              setting.member().name());
      exchange.serve(sequencer, votes);
      return new Several(vertx, client, server, sequencer, votes, genesis);
    } catch (CompletionException e) {
      await(client.close());
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
   * Whoever leads first hands in the genesis; in an order that has it already it changes nothing.
   */
  private void found(long timer, GenesisFile genesis) {
    if (sequencer.status().size() > 0) {
      vertx.cancelTimer(timer);
    } else if (sequencer.leads() && !isFounding) {
      isFounding = true;
      sequencer
          .submit(new Command.Found(genesis.entry()))
          .onComplete(
              done -> {
                isFounding = false;
                if (done.succeeded() && done.result() instanceof Result.Appended) {
                  LOG.atInfo().addKeyValue("origin", genesis.members().origin()).log("log founded");
                }
              });
    }
  }

  Sequencer sequencer() {
    return sequencer;
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    vertx.cancelTimer(founding);
    votes.stop();
    await(server.stop());
    sequencer.close();
    await(client.close());
  }
}
