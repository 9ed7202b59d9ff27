package org.baymark.gateway.transport.bridge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.runtime.HandOver;

/**
 * Messages on their way from a session to the disk, and back as acknowledgements. One that was
 * refused is acknowledged too, once it is in quarantine, or the broker would bring it for ever; for
 * a busy gateway it waits and is tried again. All state belongs to one event loop.
 */
final class Deliveries {
  /** Counts messages of QoS 0 that came while the gateway was busy: nobody sends them again. */
  private static final String LOST = "bridge-busy-qos-0";

  private static final long AGAIN_MILLIS = 1_000;

  private final Vertx vertx;
  private final Intake intake;
  private final Counters counters;
  private final HandOver<Runnable> events;
  private final Predicate<BrokerSession> isNow;

  private boolean stopping;
  private final List<Delivery> waiting = new ArrayList<>();
  private int onTheirWay;
  private final Promise<Void> allAnswered = Promise.promise();

  /**
   * @param events runs what it is given on the event loop
   * @param isNow whether a session is the one that lasts
   */
  Deliveries(
      Vertx vertx,
      Intake intake,
      Counters counters,
      HandOver<Runnable> events,
      Predicate<BrokerSession> isNow) {
    this.vertx = vertx;
    this.intake = intake;
    this.counters = counters;
    this.events = events;
    this.isNow = isNow;
  }

  /** From any thread: one of QoS 0 came, and there was no room for it. */
  void overrun() {
    counters.turnedAway(LOST);
  }

  void arrived(Delivery delivery) {
    if (stopping || !isNow.test(delivery.session())) {
      return; // not acknowledged: it is brought again
    }
    onTheirWay++;
    if (waiting.isEmpty() || !delivery.isToBeAcknowledged()) {
      take(delivery);
    } else {
      waiting.add(delivery); // one sender's messages stay in their order
    }
  }

  /** Whether some were taken, and are not answered. */
  boolean areOnTheirWay() {
    return onTheirWay > 0;
  }

  /** What the gateway was too busy for. */
  private void takeAgain() {
    List<Delivery> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(this::take);
  }

  private void take(Delivery delivery) {
    intake
        .take(delivery.arrival())
        .onSuccess(outcome -> events.give(() -> ended(delivery, outcome)));
  }

  private void ended(Delivery delivery, Outcome outcome) {
    boolean isBusy = outcome instanceof Outcome.Busy;
    boolean waits = isBusy && delivery.isToBeAcknowledged();
    if (waits && !stopping && isNow.test(delivery.session())) {
      if (waiting.isEmpty()) {
        vertx.setTimer(AGAIN_MILLIS, id -> takeAgain());
      }
      waiting.add(delivery);
      return;
    }
    if (isBusy) {
      if (!waits) {
        overrun();
      }
      delivery.session().dropped();
    } else {
      delivery.session().done(delivery);
    }
    onTheirWay--;
    completeIfAllAnswered();
  }

  /** Takes nothing more; completes when what was taken has been answered. */
  Future<Void> stop() {
    stopping = true;
    completeIfAllAnswered();
    return allAnswered.future();
  }

  private void completeIfAllAnswered() {
    if (stopping && onTheirWay == 0) {
      allAnswered.tryComplete();
    }
  }
}
