package org.baymark.node.order;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Piece;
import org.baymark.node.store.Place;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.merkle.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what other members have of the log, and executes it: what the rules do not lead to is not
 * taken, whoever offers it. Its methods never block and never throw.
 */
final class Copying {
  private static final Logger LOG = LoggerFactory.getLogger(Copying.class);

  private final Execution execution;
  private final CatchUp exchange;
  private volatile boolean isRefused;

  Copying(Execution execution, CatchUp exchange) {
    this.execution = execution;
    this.exchange = exchange;
  }

  /** The others, in an order of chance: none shall be the one on whom it always hangs. */
  List<DevUrn> others() {
    List<DevUrn> others = new ArrayList<>(exchange.others());
    Collections.shuffle(others);
    return others;
  }

  /**
   * From one member after the other, until one had something of {@code order}.
   *
   * @param leader whom to ask first
   * @return the place in it that was reached; empty if nobody had anything
   */
  Future<Optional<Place>> inOrder(Bytes order, Optional<DevUrn> leader) {
    List<DevUrn> peers = others();
    leader.filter(peers::remove).ifPresent(first -> peers.add(0, first));
    return inOrder(order, peers, 0);
  }

  private Future<Optional<Place>> inOrder(Bytes order, List<DevUrn> peers, int which) {
    return which == peers.size()
        ? Future.succeededFuture(execution.place(order))
        : from(peers.get(which), TreeHead.SIZE_MAX)
            .map(done -> done ? execution.place(order) : Optional.<Place>empty())
            .compose(
                reached ->
                    reached.isPresent()
                        ? Future.succeededFuture(reached)
                        : inOrder(order, peers, which + 1));
  }

  /**
   * Piece after piece, until the log has {@code size} entries or the peer has no more.
   *
   * @return whether all that it offered continued this member's log
   */
  Future<Boolean> from(DevUrn peer, long size) {
    return copy(peer, size)
        .map(true)
        .recover(
            failed -> {
              LOG.atInfo()
                  .addKeyValue("from", peer)
                  .addKeyValue("why", failed.getMessage())
                  .log("not copied");
              return Future.succeededFuture(false);
            });
  }

  private Future<Void> copy(DevUrn peer, long size) {
    return exchange
        .log(peer, execution.status().size())
        .compose(piece -> execution.adopt(piece).map(grew -> isMore(piece, grew)))
        .compose(
            isMore ->
                isMore && execution.status().size() < size
                    ? copy(peer, size)
                    : Future.succeededFuture());
  }

  private boolean isMore(Piece piece, boolean grew) {
    isRefused = !grew && !piece.entries().isEmpty();
    if (isRefused) {
      throw new IllegalStateException("what it holds does not continue this member's log");
    }
    return grew;
  }

  /** Whether what was offered last does not continue this log; not, where nothing arrived. */
  boolean isRefused() {
    return isRefused;
  }

  /** The size that the log of an honest member has, or less: so many say so that not all lie. */
  Future<Long> longest() {
    List<Future<Long>> sizes =
        exchange.others().stream()
            .map(peer -> exchange.log(peer, TreeHead.SIZE_MAX).map(Piece::logSize).otherwise(0L))
            .toList();
    int faults = Alliance.faults(sizes.size() + 1);
    return Future.join(sizes)
        .map(
            all ->
                sizes.stream()
                    .map(Future::result)
                    .sorted(Comparator.reverseOrder())
                    .skip(faults)
                    .findFirst()
                    .orElse(0L));
  }
}
