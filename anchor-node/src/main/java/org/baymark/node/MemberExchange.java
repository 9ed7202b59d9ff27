package org.baymark.node;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.order.CatchUp;
import org.baymark.node.order.RatisSequencer;
import org.baymark.node.peer.Desk;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Piece;
import org.baymark.node.sequence.StoppedException;
import org.baymark.node.store.Place;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the order asks of other members, and what they are answered: both over one exchange. */
final class MemberExchange implements CatchUp, Desk {
  private static final Logger LOG = LoggerFactory.getLogger(MemberExchange.class);

  private final Members members;
  private final DevUrn self;
  private final PeerClient client;
  private final Execution execution;
  private volatile Optional<RatisSequencer> sequencer = Optional.empty();
  private volatile Optional<Votes> votes = Optional.empty();

  MemberExchange(Members members, DevUrn self, PeerClient client, Execution execution) {
    this.members = members;
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
    return members
        .member(leader)
        .map(member -> client.command(member, command))
        .orElseGet(() -> Future.failedFuture(leader + " is no member"));
  }

  @Override
  public Future<Optional<Place>> copy(Bytes order, Optional<DevUrn> leader) {
    List<Member> peers = new ArrayList<>();
    leader.flatMap(members::member).ifPresent(peers::add);
    members.members().stream().filter(it -> !peers.contains(it)).forEach(peers::add);
    peers.removeIf(member -> member.name().equals(self));
    return copyFrom(peers, 0, order);
  }

  private Future<Optional<Place>> copyFrom(List<Member> peers, int which, Bytes order) {
    if (which == peers.size()) {
      return Future.succeededFuture(execution.place(order));
    }
    Member peer = peers.get(which);
    return copyAll(peer)
        .map(done -> execution.place(order))
        .recover(
            failed -> {
              LOG.atInfo()
                  .addKeyValue("from", peer.name())
                  .addKeyValue("fault", failed)
                  .log("log not copied");
              return Future.succeededFuture(Optional.empty());
            })
        .compose(
            reached ->
                reached.isPresent()
                    ? Future.succeededFuture(reached)
                    : copyFrom(peers, which + 1, order));
  }

  /** Piece after piece, until the peer has no more. */
  private Future<Void> copyAll(Member peer) {
    return client
        .log(peer, execution.status().size())
        .compose(piece -> execution.adopt(piece).map(grew -> progress(piece, grew)))
        .compose(goOn -> goOn ? copyAll(peer) : Future.succeededFuture());
  }

  private static boolean progress(Piece piece, boolean grew) {
    if (!grew && !piece.entries().isEmpty()) {
      throw new IllegalStateException("what it holds does not continue this member's log");
    }
    return grew;
  }

  @Override
  public Future<Void> askToYield() {
    List<Future<Void>> asked =
        members.members().stream()
            .filter(member -> !member.name().equals(self))
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
  public Future<Long> longest() {
    List<Future<Long>> sizes =
        members.members().stream()
            .filter(member -> !member.name().equals(self))
            .map(member -> client.log(member, TreeHead.SIZE_MAX).map(Piece::logSize).otherwise(0L))
            .toList();
    return Future.join(sizes).map(all -> sizes.stream().mapToLong(Future::result).max().orElse(0L));
  }

  @Override
  public Future<Void> command(DevUrn from, Bytes command) {
    return sequencer
        .map(running -> running.take(command))
        .orElseGet(() -> Future.failedFuture(new StoppedException()));
  }

  @Override
  public Future<Void> vote(DevUrn from, Bytes message) {
    return votes
        .map(open -> open.hear(from, message))
        .orElseGet(() -> Future.failedFuture(new StoppedException()));
  }

  @Override
  public Future<Piece> log(DevUrn from, long first) {
    return execution.ask((Archive archive) -> archive.piece(first));
  }
}
