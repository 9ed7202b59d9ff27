package org.baymark.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.Execution;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
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

  private final Vertx vertx;
  private final Chamber chamber;
  private final Execution execution;
  private final PeerClient client;
  private final List<Member> others;
  private final long timer;

  private Votes(
      Vertx vertx, Chamber chamber, Execution execution, PeerClient client, List<Member> others) {
    this.vertx = vertx;
    this.chamber = chamber;
    this.execution = execution;
    this.client = client;
    this.others = others;
    this.timer = vertx.setPeriodic(AGAIN_MILLIS, id -> again());
  }

  /** From now on what the chamber says goes to all members but {@code self}. */
  static Votes start(
      Vertx vertx,
      Outbox outbox,
      Chamber chamber,
      Execution execution,
      PeerClient client,
      Members members,
      DevUrn self) {
    List<Member> others =
        members.members().stream().filter(member -> !member.name().equals(self)).toList();
    Votes votes = new Votes(vertx, chamber, execution, client, others);
    outbox.opensTo(votes::send);
    return votes;
  }

  /** To each of the others, on any thread. Who does not answer now is told again. */
  private void send(Message message) {
    Bytes encoded = message.encoded();
    for (Member member : others) {
      client
          .vote(member, encoded)
          .onFailure(
              fault ->
                  LOG.atDebug()
                      .addKeyValue("to", member.name())
                      .addKeyValue("fault", fault)
                      .log("vote not delivered"));
    }
  }

  private void again() {
    var unused =
        execution.between(
            () -> {
              chamber.repeat();
              return true;
            });
  }

  /** A message of another member; completes when it was looked at, whatever it was worth. */
  Future<Void> hear(DevUrn from, Bytes encoded) {
    Parsed<? extends Message> parsed = Message.parse(encoded);
    if (parsed instanceof Parsed.Refused<?> refused) {
      return Future.failedFuture(from + " sent no vote: " + refused.text());
    }
    Message message = parsed.toOptional().orElseThrow();
    return execution.between(() -> heard(chamber.heard(message)));
  }

  private Void heard(Chamber.Outcome outcome) {
    outcome
        .certified()
        .ifPresent(
            note ->
                LOG.atInfo()
                    .addKeyValue("size", note.checkpoint().size())
                    .addKeyValue("signatures", note.signatures().size() - 1)
                    .log("head certified"));
    return null;
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
