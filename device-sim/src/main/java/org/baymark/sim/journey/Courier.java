package org.baymark.sim.journey;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.baymark.sim.fleet.Delivery;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Uplink;

/**
 * Carries deliveries to the gateway: those of one device one after the other, as a device with
 * little memory does, those of different devices beside each other. What is not answered or turned
 * away as busy is sent again, the same bytes, until the courier is stopped.
 */
public final class Courier {
  private static final long BUSY_MILLIS = 300;
  private static final long LOST_MILLIS = 500;

  private final ScheduledExecutorService scheduler;
  private final Tally tally;

  // Guarded by this.
  private int outstanding;
  private boolean stopped;

  public Courier(ScheduledExecutorService scheduler, Tally tally) {
    this.scheduler = scheduler;
    this.tally = tally;
  }

  /** The deliveries of one device, in order. */
  public final class Lane {
    private final Uplink uplink;
    private final Deque<Delivery> waiting = new ArrayDeque<>(); // guarded by the courier

    private Lane(Uplink uplink) {
      this.uplink = uplink;
    }

    /** Puts these at the end of the lane. Never blocks. */
    public void add(Collection<Delivery> deliveries) {
      boolean idle;
      synchronized (Courier.this) {
        if (stopped || deliveries.isEmpty()) {
          return;
        }
        idle = waiting.isEmpty();
        waiting.addAll(deliveries);
        outstanding += deliveries.size();
      }
      if (idle) {
        next();
      }
    }

    private void next() {
      Delivery delivery;
      synchronized (Courier.this) {
        delivery = waiting.peekFirst();
      }
      if (delivery != null) {
        tally.sent(delivery);
        send(delivery);
      }
    }

    private void send(Delivery delivery) {
      var unused =
          uplink
              .send(delivery.issuer(), delivery.encoded())
              .thenAccept(answer -> answered(delivery, answer));
    }

    private void answered(Delivery delivery, Answer answer) {
      switch (answer.outcome()) {
        case ACCEPTED, REFUSED -> {
          tally.settled(delivery, answer);
          synchronized (Courier.this) {
            waiting.removeFirst();
            outstanding--;
            Courier.this.notifyAll();
          }
          next();
        }
        case BUSY -> again(delivery, BUSY_MILLIS);
        case LOST -> again(delivery, LOST_MILLIS);
      }
    }

    private void again(Delivery delivery, long afterMillis) {
      synchronized (Courier.this) {
        if (!stopped) {
          var unused = scheduler.schedule(() -> send(delivery), afterMillis, TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  /** A lane of its own for one device. */
  public Lane lane(Uplink uplink) {
    return new Lane(uplink);
  }

  /** Deliveries that have no answer yet. */
  public synchronized int outstanding() {
    return outstanding;
  }

  /** Waits until every delivery has its answer, at most so long; tells whether it has. */
  public synchronized boolean awaitQuiet(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (outstanding > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** From here on nothing is sent again. */
  public synchronized void stop() {
    stopped = true;
  }
}
