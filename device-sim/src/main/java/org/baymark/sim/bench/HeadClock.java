package org.baymark.sim.bench;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Watches the certified heads of one member, and how long entries wait for theirs. */
final class HeadClock implements AutoCloseable {
  /** How exactly a moment is known. */
  static final long POLL_MILLIS = 10;

  private final MemberDoor member;
  private final Thread watcher = new Thread(this::watch, "heads");
  private final ConcurrentSkipListMap<Long, Long> waiting = new ConcurrentSkipListMap<>();
  private final AtomicLong heads = new AtomicLong();
  private volatile Latencies latencies = new Latencies();
  private volatile long size;

  HeadClock(MemberDoor member) {
    this.member = member;
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch() {
    try {
      while (true) {
        OptionalLong now = member.certified();
        if (now.isPresent() && now.getAsLong() > size) {
          size = now.getAsLong();
          heads.incrementAndGet();
          settle();
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Entries below the head are certified; one filed at the same moment is settled once. */
  private void settle() {
    long now = System.nanoTime();
    for (Map.Entry<Long, Long> one : waiting.headMap(size).entrySet()) {
      if (waiting.remove(one.getKey(), one.getValue())) {
        latencies.add(now - one.getValue());
      }
    }
  }

  /** An entry has this place in the log, and was on its way since then. */
  void filed(long index, long since) {
    waiting.put(index, since);
    settle();
  }

  /** Starts a new count of how long entries wait. */
  void reset() {
    latencies = new Latencies();
  }

  Latencies.Summary latencies() {
    return latencies.summary();
  }

  /** Heads seen so far. */
  long heads() {
    return heads.get();
  }

  /** Entries that the last head covers. */
  long size() {
    return size;
  }

  /** Waits until a head covers so many entries. */
  void await(long entries, long secondsMax) throws InterruptedException {
    long end = System.nanoTime() + secondsMax * 1_000_000_000L;
    while (size < entries && System.nanoTime() - end < 0) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
