package org.baymark.node.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.baymark.node.beside.LinesBeside;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.http.StopAnswer;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.Conviction;
import org.baymark.node.sequence.Execution;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What members say to one another about heads. A message that is lost is said again; whose it is
 * decides its own signature, not the line that it came by.
 */
final class Votes {
  private static final Logger LOG = LoggerFactory.getLogger(Votes.class);
  private static final long AGAIN_MILLIS = 1_000;

  /** Who is there says something every few seconds: {@link Told#AGAIN}. */
  private static final long THERE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Vertx vertx;
  private final Chamber chamber;
  private final LinesBeside lines;
  private final Execution execution;
  private final PeerClient client;
  private final Pins pins;
  private final DevUrn self;
  private final Ending ending; // the execution's thread owns it
  private final BooleanSupplier isWaiting;
  private final Told told = new Told();
  private final Map<DevUrn, Long> heard = new ConcurrentHashMap<>(); // by the nanosecond clock
  private final long timer;
  private volatile int quorum; // of the next head; 0 until it was asked first

  private Votes(
      Vertx vertx,
      Chamber chamber,
      LinesBeside lines,
      Execution execution,
      PeerClient client,
      Pins pins,
      DevUrn self,
      Ending ending,
      BooleanSupplier isWaiting) {
    this.ending = ending;
    this.isWaiting = isWaiting;
    this.vertx = vertx;
    this.chamber = chamber;
    this.lines = lines;
    this.execution = execution;
    this.client = client;
    this.pins = pins;
    this.self = self;
    this.timer = vertx.setPeriodic(AGAIN_MILLIS, id -> again());
  }

  /**
   * From now on what the chamber says goes to all other members.
   *
   * @param config when a member ends an epoch, and how long one takes to show that it works
   * @param isWaiting whether commands wait for their place in the log; never blocks
   */
  static Votes start(
      Vertx vertx,
      Outbox outbox,
      Chamber chamber,
      LinesBeside lines,
      Execution execution,
      PeerClient client,
      Pins pins,
      NodeConfig config,
      BooleanSupplier isWaiting) {
    Ending ending = new Ending(chamber, config, Duration.ofMillis(AGAIN_MILLIS));
    DevUrn self = config.name();
    Votes votes =
        new Votes(vertx, chamber, lines, execution, client, pins, self, ending, isWaiting);
    outbox.opensTo(votes::send);
    return votes;
  }

  /** To each of the others, on any thread. Who does not answer now is told again. */
  private void send(Message message) {
    Bytes encoded = message.encoded();
    for (Member member : pins.others(self)) {
      if (told.isDue(member.name(), encoded, System.nanoTime())) {
        client.vote(member, encoded).onFailure(fault -> undelivered(member, fault));
      }
    }
  }

  private void undelivered(Member to, Throwable fault) {
    told.lost(to.name());
    LOG.atDebug()
        .addKeyValue("to", to.name())
        .addKeyValue("fault", fault)
        .log("vote not delivered");
  }

  private void again() {
    Future<Boolean> repeated =
        execution.between(
            () -> {
              chamber.repeat();
              boolean lacks = chamber.course().follow().isPresent();
              quorum = chamber.ballot().quorum();
              boolean mayHelp = isMember() && !lacks && !hearsTooFew();
              ending.tick(execution.status(), isWaiting.getAsBoolean(), mayHelp);
              return true;
            });
    // A head may have been certified when this member executed it: then no message says so.
    repeated.onSuccess(done -> lines.wake());
  }

  /** Who is none yet would only keep itself from voting in the epoch in which it is let in. */
  private boolean isMember() {
    return execution
        .status()
        .members()
        .filter(sets -> sets.now().member(self).isPresent())
        .isPresent();
  }

  private int there() {
    long now = System.nanoTime();
    return 1 + (int) heard.values().stream().filter(last -> now - last < THERE_NANOS).count();
  }

  /**
   * Whether fewer than a quorum, this member included, said anything for some seconds: others may
   * have been removed together with it, or one may talk to it who should not. For any thread.
   */
  boolean hearsTooFew() {
    return there() < quorum;
  }

  /** A message of another member; completes when it was looked at, whatever it was worth. */
  Future<Void> hear(DevUrn from, Bytes encoded) {
    Parsed<? extends Message> parsed = Message.parse(encoded);
    if (parsed instanceof Parsed.Refused<?> refused) {
      return Future.failedFuture(from + " sent no vote: " + refused.text());
    }
    Message message = parsed.toOptional().orElseThrow();
    heard.put(from, System.nanoTime());
    if (message instanceof Cosigned cosigned) {
      lines.heard(from, cosigned);
    }
    Future<Void> heard =
        execution.between(
            () -> {
              List<Conviction> before = chamber.convictions();
              Optional<SignedCheckpoint> certified = chamber.heard(message);
              chamber.convictions().stream()
                  .filter(one -> before.stream().noneMatch(known -> known.id().equals(one.id())))
                  .forEach(Votes::alarm);
              return heard(certified);
            });
    return heard.onSuccess(done -> lines.wake());
  }

  private static void alarm(Conviction found) {
    LOG.atError()
        .addKeyValue("member", found.member())
        .addKeyValue("signed", "two " + found.what())
        .addKeyValue("evidence", "/evidence/conflicts/" + found.id().hex())
        .log(
            "a member signed two things that exclude each other: save the evidence, show it to the"
                + " other members, and decide with 'baymark alliance propose remove'");
  }

  private Void heard(Optional<SignedCheckpoint> certified) {
    certified.ifPresent(
        note ->
            LOG.atInfo()
                .addKeyValue("size", note.checkpoint().size())
                .addKeyValue("signatures", note.signatures().size() - 1)
                .log("head certified"));
    return null;
  }

  /** For the operator; see {@link Ending#asked}. */
  Future<StopAnswer> stopEpoch(Optional<Long> named) {
    return execution.between(() -> ending.asked(named));
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
