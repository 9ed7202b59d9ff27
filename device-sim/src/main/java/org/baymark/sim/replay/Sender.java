package org.baymark.sim.replay;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Uplink;

/**
 * Sends statements with a window. What gets no answer or is turned away as busy is sent again, the
 * same bytes, until there is an answer or the sender is stopped.
 */
final class Sender {
  /** Statements without an answer: enough to fill the uplink's own window and what is behind it. */
  static final int WINDOW = 256;

  private static final long BUSY_MILLIS = 200;
  private static final long LOST_MILLIS = 500;

  private final Uplink uplink;
  private final ScheduledExecutorService scheduler;
  private final Tally tally;

  // Guarded by this.
  private int underWay;
  private boolean stopped;

  Sender(Uplink uplink, ScheduledExecutorService scheduler, Tally tally) {
    this.uplink = uplink;
    this.scheduler = scheduler;
    this.tally = tally;
  }

  private record Parcel(DevUrn issuer, Bytes encoded, Sign1 said, int rows) {}

  /** Hands one statement over; waits while the window is full. */
  void send(Sign1 said, int rows) throws InterruptedException {
    synchronized (this) {
      while (underWay >= WINDOW) {
        wait();
      }
      underWay++;
    }
    tally.sent(rows);
    post(new Parcel(said.issuer(), said.encoded(), said, rows));
  }

  private void post(Parcel parcel) {
    uplink.send(parcel.issuer(), parcel.encoded()).thenAccept(answer -> answered(parcel, answer));
  }

  private void answered(Parcel parcel, Answer answer) {
    switch (answer.outcome()) {
      case ACCEPTED -> {
        tally.acknowledged(parcel.said().id(), parcel.rows());
        settled();
      }
      case REFUSED -> {
        tally.refused(answer.reason(), answer.text(), parcel.rows());
        settled();
      }
      case BUSY -> {
        tally.again(true);
        again(parcel, BUSY_MILLIS);
      }
      case LOST -> {
        tally.again(false);
        again(parcel, LOST_MILLIS);
      }
    }
  }

  private synchronized void settled() {
    underWay--;
    notifyAll();
  }

  private synchronized void again(Parcel parcel, long afterMillis) {
    if (!stopped) {
      scheduler.schedule(() -> post(parcel), afterMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Waits until every statement has its answer. */
  synchronized void awaitQuiet() throws InterruptedException {
    while (underWay > 0) {
      wait();
    }
  }

  /** The same, but at most so long. */
  synchronized void awaitQuiet(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toMillis();
    while (underWay > 0 && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  /** From here on nothing is sent again. */
  synchronized void stop() {
    stopped = true;
  }
}
