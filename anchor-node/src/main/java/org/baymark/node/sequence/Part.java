package org.baymark.node.sequence;

import java.util.List;
import java.util.Optional;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.store.Place;
import org.baymark.node.store.StoredEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Which order this member follows, and from where on: the one of its epoch, from that epoch's
 * start.
 *
 * @param order 16 bytes
 */
record Part(Bytes order, Era era, TreeHead start) {

  boolean isOf(Place place) {
    return place.order().equals(order);
  }

  /** Whether the log begins with the start, or is not there yet. */
  boolean isOnCourse(Ledger ledger) {
    return ledger.size() < start.size() || isHeldBy(ledger);
  }

  boolean isHeldBy(Ledger ledger) {
    return Archive.holds(ledger, start);
  }

  /**
   * As much of a peer's piece as belongs to this member's log. Up to the start any branch may be
   * right, and what comes out is compared with it. Beyond the start a peer may still hold what an
   * earlier epoch left behind: only this order continues the log, or a later epoch.
   *
   * @param isBegun whether the log holds something of this order
   */
  Piece fit(Piece piece, boolean isBegun) {
    boolean isOurs = piece.place().map(this::isOf).orElse(false);
    boolean mayBeAny = era.equals(Era.FIRST) && !isBegun; // whoever begins knows of no epoch
    return isOurs || mayBeAny || isOfLater(piece) ? piece : piece.upTo(start.size());
  }

  private boolean isOfLater(Piece piece) {
    List<StoredEntry> beyond =
        piece.entries().stream().filter(it -> it.position() >= start.size()).toList();
    Optional<IndexSeal> first =
        beyond.stream()
            .flatMap(it -> IndexSeal.parse(it.octets()).toOptional().stream())
            .findFirst();
    return first.map(seal -> seal.era().epoch() > era.epoch()).orElse(false);
  }
}
