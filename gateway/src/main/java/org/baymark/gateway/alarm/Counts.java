package org.baymark.gateway.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.baymark.gateway.store.CountTable;
import org.baymark.gateway.store.CountTable.Key;
import org.baymark.gateway.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is counted, within a bound: a device can name subjects without end, and a scanner can attach
 * it to as many. Of each device so many counts are kept; for another the ones go that were not
 * counted for longest, and never one that the same statement counts for: else two statements could
 * drop each other's for ever.
 */
final class Counts {
  private static final Logger log = LoggerFactory.getLogger(Counts.class);

  /** A count is of one rule and one subject, and has 600 bytes at most, and its names. */
  static final int OF_DEVICE_MAX = 1_000;

  /** To look for the oldest costs the more: not for each new one. */
  static final int DROPPED_AT_ONCE = 100;

  private final CountTable table = new CountTable();
  private final Known known;
  private final Register register;
  private final AtomicLong dropped = new AtomicLong();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Counts(Known known, Register register) {
    this.known = known;
    this.register = register;
  }

  /** How many were dropped, or not begun, since the start. */
  long dropped() {
    return dropped.get();
  }

  void keep(Transaction transaction, Key key, long row, Series series) {
    table.keep(transaction, key, row, series.kept());
  }

  /** What one statement counts for. */
  final class Room {
    private final Transaction transaction;
    private final long row;
    private final Instant now;
    private boolean isFull;
    private long lost;

    Room(Transaction transaction, long row, Instant now) {
      this.transaction = transaction;
      this.row = row;
      this.now = now;
    }

    /** What was counted so far; empty where there is no room to begin it. */
    Optional<Series> series(Key key) {
      return table
          .find(transaction, key)
          .map(Series::of)
          .or(() -> makesRoom(key) ? Optional.of(Series.empty()) : Optional.empty());
    }

    private boolean makesRoom(Key key) {
      if (isFull) { // nothing is older than this statement any more
        tell(key, 1);
        return false;
      }
      long over = table.count(transaction, key.device()) - OF_DEVICE_MAX;
      if (over < 0) {
        return true;
      }
      List<Key> oldest = table.oldest(transaction, key.device(), row, over + DROPPED_AT_ONCE);
      oldest.forEach(this::drop);
      isFull = oldest.isEmpty();
      tell(isFull ? key : oldest.get(0), Math.max(1, oldest.size()));
      return !isFull;
    }

    /** An alarm of it would be open for ever. */
    private void drop(Key key) {
      table.forget(transaction, key);
      String why =
          "the device's readings are counted for %d subjects and rules at most, and newer ones came"
              .formatted(OF_DEVICE_MAX);
      known.open(key.subject(), key.device()).stream()
          .filter(alarm -> alarm.rule().equals(key.rule()))
          .forEach(alarm -> register.end(transaction, alarm, why, now));
    }

    private void tell(Key first, long many) {
      if (lost == 0) {
        transaction.afterCommit(() -> tell(first));
      }
      lost += many;
    }

    private void tell(Key first) {
      dropped.addAndGet(lost);
      if (told.add(first.device())) {
        log.atWarn()
            .addKeyValue("device", first.device())
            .addKeyValue("most", OF_DEVICE_MAX)
            .addKeyValue("subject", first.subject())
            .addKeyValue("rule", first.rule())
            .log("a device counts for more subjects than are kept: counts are dropped");
      }
    }
  }
}
