package org.baymark.sim.journey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.fleet.Delivery;
import org.baymark.sim.fleet.Delivery.Intent;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Answer.Outcome;

/** What was sent, and what the gateway said to it. Safe for many threads. */
public final class Tally {

  /**
   * The numbers at one moment.
   *
   * @param sent deliveries handed to an uplink; one that is repeated for want of an answer counts
   *     once
   * @param accepted different statements that the gateway acknowledged
   * @param duplicates deliveries acknowledged although their statement was acknowledged before
   * @param refused deliveries by the name of the reason
   * @param forgedAccepted deliveries acknowledged that ought to be refused
   * @param honestRefused deliveries refused that ought to be acknowledged
   */
  public record Numbers(
      long sent,
      long accepted,
      long duplicates,
      Map<String, Long> refused,
      long forgedAccepted,
      long honestRefused) {

    public long refusedInAll() {
      return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Deliveries that have no answer, or none yet. */
    public long unanswered() {
      return sent - accepted - duplicates - refusedInAll();
    }
  }

  // All guarded by this.
  private final Set<Digest> accepted = new LinkedHashSet<>();
  private final Set<Digest> forged = new LinkedHashSet<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private long sent;
  private long duplicates;
  private long forgedAccepted;
  private long honestRefused;
  private String complaint = "";

  synchronized void sent(Delivery delivery) {
    sent++;
    if (!delivery.intent().isAcceptable()) {
      forged.add(delivery.id());
    }
  }

  /** Counts the last word on a delivery: it was accepted, or it was refused. */
  synchronized void settled(Delivery delivery, Answer answer) {
    boolean acceptable = delivery.intent().isAcceptable();
    if (answer.outcome() == Outcome.ACCEPTED) {
      if (!accepted.add(delivery.id())) {
        duplicates++;
      }
      notifyAll();
      if (!acceptable) {
        forgedAccepted++;
        complaint = "accepted although " + describe(delivery.intent()) + ": " + delivery.id();
      }
    } else if (answer.outcome() == Outcome.REFUSED) {
      refused.merge(answer.reason(), 1L, Long::sum);
      if (acceptable) {
        honestRefused++;
        complaint = "refused although right: " + answer.text();
      }
    }
  }

  private static String describe(Intent intent) {
    return intent == Intent.CHANGED ? "changed on the way" : "forged";
  }

  /** Waits until so many statements were acknowledged, at most so long; tells whether they were. */
  public synchronized boolean awaitAccepted(int count, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (accepted.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  public synchronized Numbers numbers() {
    return new Numbers(
        sent, accepted.size(), duplicates, Map.copyOf(refused), forgedAccepted, honestRefused);
  }

  /** The ids of all that was acknowledged. */
  public synchronized List<Digest> acceptedIds() {
    return new ArrayList<>(accepted);
  }

  /** The ids of all that no gateway may ever store. */
  public synchronized List<Digest> forgedIds() {
    return new ArrayList<>(forged);
  }

  /** The last answer that should not have been given; empty if there was none. */
  public synchronized String complaint() {
    return complaint;
  }
}
