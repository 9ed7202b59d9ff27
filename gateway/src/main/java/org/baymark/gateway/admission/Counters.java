package org.baymark.gateway.admission;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.baymark.gateway.store.ClaimedTime;
import org.baymark.protocol.bytes.Refusal;

/** What came and what became of it, since this process started. Any thread may count. */
public final class Counters {
  private final LongAdder received = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder equivocations = new LongAdder();
  private final LongAdder future = new LongAdder();
  private final LongAdder past = new LongAdder();
  private final LongAdder tooLargeConnections = new LongAdder();
  private final Map<String, LongAdder> turnedAway = new ConcurrentHashMap<>();
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

  public Counters() {
    for (Refusal refusal : Refusal.values()) {
      refused.put(refusal, new LongAdder()); // the map itself never changes again
    }
  }

  /**
   * The counts at one moment.
   *
   * @param received messages that reached admission
   * @param accepted statements stored, the late and the equivocating among them
   * @param records stored, which went without a signature
   * @param duplicates statements and records that were stored already
   * @param future statements stored that claim a time too far ahead, and {@code past} too long ago
   * @param refused by wire name of the reason; only reasons that occurred
   * @param tooLargeConnections closed (MQTT), and messages answered 4.13 unread (CoAP), because a
   *     message was above the transport's own limit
   * @param turnedAway what a transport refused by itself, by its names; only those that occurred
   */
  public record Snapshot(
      long received,
      long accepted,
      long records,
      long duplicates,
      long late,
      long equivocations,
      long future,
      long past,
      SortedMap<String, Long> refused,
      long tooLargeConnections,
      SortedMap<String, Long> turnedAway) {}

  public Snapshot snapshot() {
    SortedMap<String, Long> reasons = new TreeMap<>();
    refused.forEach(
        (reason, count) -> {
          if (count.sum() > 0) {
            reasons.put(reason.wireName(), count.sum());
          }
        });
    SortedMap<String, Long> own = new TreeMap<>();
    turnedAway.forEach((what, count) -> own.put(what, count.sum()));
    return new Snapshot(
        received.sum(),
        accepted.sum(),
        records.sum(),
        duplicates.sum(),
        late.sum(),
        equivocations.sum(),
        future.sum(),
        past.sum(),
        reasons,
        tooLargeConnections.sum(),
        own);
  }

  /** A transport refused by itself what was above its own limit. */
  public void tooLargeConnection() {
    tooLargeConnections.increment();
  }

  /**
   * A transport refused something by itself, for a reason of its protocol.
   *
   * @param what the transport's name and the reason's, one of few: they are kept for good
   */
  public void turnedAway(String what) {
    turnedAway.computeIfAbsent(what, first -> new LongAdder()).increment();
  }

  void received() {
    received.increment();
  }

  void ended(Outcome outcome) {
    if (outcome instanceof Outcome.Promised word) {
      ended(word.stored());
    } else if (outcome instanceof Outcome.Accepted stored) {
      accepted.increment();
      late.add(stored.late() ? 1 : 0);
      equivocations.add(stored.equivocation() ? 1 : 0);
      future.add(stored.time() == ClaimedTime.FUTURE ? 1 : 0);
      past.add(stored.time() == ClaimedTime.PAST ? 1 : 0);
    } else if (outcome instanceof Outcome.Provisional) {
      records.increment();
    } else if (outcome instanceof Outcome.Refused wrong) {
      refused(wrong.refusal());
    } else if (outcome instanceof Outcome.Busy) {
      refused(Refusal.BUSY);
    } else {
      duplicates.increment();
    }
  }

  private void refused(Refusal refusal) {
    LongAdder count = refused.get(refusal);
    if (count != null) {
      count.increment();
    }
  }
}
