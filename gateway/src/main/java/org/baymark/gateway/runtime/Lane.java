package org.baymark.gateway.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ordered worker with a bounded queue. It takes all that waits as one group, so that a loaded
 * lane changes threads, or flushes a disk, once for many items and an idle one at once for each, or
 * after a delay for what comes meanwhile.
 */
public final class Lane<W> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private final int waitingMax;
  private final int groupMax;
  private final Consumer<? super List<W>> worker;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  // The five below are guarded by the lock.
  private long delayNanos;
  private final Queue<W> waiting = new ArrayDeque<>();
  private long oldestNanos;
  private boolean idle;
  private boolean closed;

  /**
   * @param name of the thread
   * @param waitingMax items; one more is refused
   * @param groupMax items that the worker gets at once
   * @param worker is called on the lane's thread alone, with items in the order of arrival; what it
   *     throws is logged and costs its own group only
   */
  public Lane(String name, int waitingMax, int groupMax, Consumer<? super List<W>> worker) {
    this(name, waitingMax, groupMax, Duration.ZERO, worker);
  }

  /**
   * @param delay how long an item waits for others at most, while there are fewer than a group
   */
  public Lane(
      String name, int waitingMax, int groupMax, Duration delay, Consumer<? super List<W>> worker) {
    this.waitingMax = waitingMax;
    this.groupMax = groupMax;
    this.delayNanos = delay.toNanos();
    this.worker = worker;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(
        true); // the owner closes it; a fault elsewhere must not keep the process alive
    thread.start();
  }

  /** Hands {@code item} over; false, at once, if too many wait already or the lane is closed. */
  public boolean offer(W item) {
    lock.lock();
    try {
      if (closed || waiting.size() >= waitingMax) {
        return false;
      }
      waiting.add(item);
      if (waiting.size() == 1) {
        oldestNanos = System.nanoTime();
      }
      if (idle || waiting.size() == groupMax) {
        idle = false; // one wake-up is enough for all that comes before it runs
        arrived.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** From the next item on, this is how long one waits for others at most. */
  public void delay(Duration delay) {
    lock.lock();
    try {
      delayNanos = delay.toNanos();
      arrived.signal(); // those that wait now need not wait the longer time
    } finally {
      lock.unlock();
    }
  }

  /** How many items wait now. */
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, finishes what waits, and returns when the worker has ended. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what waits has to be finished all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (List<W> group = next(); !group.isEmpty(); group = next()) {
      try {
        worker.accept(group);
      } catch (RuntimeException e) {
        log.atError().setCause(e).addKeyValue("lane", thread.getName()).log("a group failed");
      }
    }
  }

  /** Waits until the oldest has waited long enough, or there are enough; under the lock. */
  private void gather() {
    while (!closed && !waiting.isEmpty() && waiting.size() < groupMax) {
      long left = oldestNanos + delayNanos - System.nanoTime();
      if (left <= 0) {
        return;
      }
      try {
        arrived.awaitNanos(left);
      } catch (InterruptedException e) {
        return; // nobody interrupts it; what waits is worked off now
      }
    }
  }

  /** Waits for the next group; an empty one is the end. */
  private List<W> next() {
    List<W> group = new ArrayList<>();
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        idle = true;
        arrived.awaitUninterruptibly();
      }
      idle = false;
      gather();
      for (W item = waiting.poll(); item != null; item = waiting.poll()) {
        group.add(item);
        if (group.size() == groupMax) {
          break;
        }
      }
      return group;
    } finally {
      lock.unlock();
    }
  }
}
