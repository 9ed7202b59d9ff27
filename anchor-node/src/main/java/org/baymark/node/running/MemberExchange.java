package org.baymark.node.running;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.baymark.node.order.CatchUp;
import org.baymark.node.order.RatisSequencer;
import org.baymark.node.peer.Desk;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.BusyException;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Piece;
import org.baymark.node.sequence.StoppedException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;

/** What the order asks of other members, and what they are answered: both over one exchange. */
final class MemberExchange implements CatchUp, Desk {
  private final Pins pins;
  private final DevUrn self;
  private final PeerClient client;
  private final Execution execution;
  private volatile Optional<RatisSequencer> sequencer = Optional.empty();
  private volatile Optional<Votes> votes = Optional.empty();

  MemberExchange(Pins pins, DevUrn self, PeerClient client, Execution execution) {
    this.pins = pins;
    this.self = self;
    this.client = client;
    this.execution = execution;
  }

  /** From now on commands and votes of other members are taken. */
  void serve(RatisSequencer running, Votes heard) {
    sequencer = Optional.of(running);
    votes = Optional.of(heard);
  }

  @Override
  public Future<Void> forward(DevUrn leader, Bytes command) {
    return pins.member(leader)
        .map(member -> client.command(member, command))
        .orElseGet(() -> Future.failedFuture(leader + " is no member"));
  }

  @Override
  public List<DevUrn> others() {
    return pins.others(self).stream().map(Member::name).toList();
  }

  @Override
  public Future<Piece> log(DevUrn peer, long first) {
    return pins.member(peer)
        .map(member -> client.log(member, first))
        .orElseGet(() -> Future.failedFuture(peer + " is no member"));
  }

  @Override
  public Future<Void> askToYield() {
    List<Future<Void>> asked =
        pins.others(self).stream()
            .map(member -> client.yieldLead(member).otherwiseEmpty())
            .toList();
    return Future.join(asked).mapEmpty();
  }

  @Override
  public Future<Void> yieldLead(DevUrn from) {
    return sequencer
        .map(running -> running.yieldLead(from))
        .orElseGet(() -> Future.failedFuture(new StoppedException()));
  }

  @Override
  public Future<Void> command(DevUrn from, Bytes command) {
    return sequencer
        .map(running -> running.take(command))
        .orElseGet(() -> Future.failedFuture(new StoppedException()));
  }

  /** Who votes with whom stands in the log: before it was copied, anybody could say anything. */
  @Override
  public Future<Void> vote(DevUrn from, Bytes message) {
    if (sequencer.filter(RatisSequencer::isFar).isPresent()) {
      return Future.failedFuture(new BusyException());
    }
    return votes
        .map(open -> open.hear(from, message))
        .orElseGet(() -> Future.failedFuture(new StoppedException()));
  }

  @Override
  public Future<Piece> piece(DevUrn from, long first) {
    return execution.ask((Archive archive) -> archive.piece(first));
  }
}
