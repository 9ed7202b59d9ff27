package org.baymark.sim.bench;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.baymark.protocol.bytes.Bytes;

/** Hands in one gateway's batches, each when the one before was taken. */
final class Filing implements AutoCloseable {
  private final BenchGateway gateway;
  private final MemberDoor member;
  private final HeadClock heads;
  private final InstantSource clock;
  private final int subjects;
  private final long pauseMillis;
  private final Thread thread = new Thread(this::fileAll, "filing");
  private final AtomicLong taken = new AtomicLong();
  private volatile long lastTaken = System.nanoTime();
  private volatile long longestGap; // written by the thread, reset by others
  private volatile Optional<String> failure = Optional.empty();

  /**
   * @param pauseMillis between an answer and the next batch
   */
  Filing(
      BenchGateway gateway,
      MemberDoor member,
      HeadClock heads,
      InstantSource clock,
      int subjects,
      long pauseMillis) {
    this.gateway = gateway;
    this.member = member;
    this.heads = heads;
    this.clock = clock;
    this.subjects = subjects;
    this.pauseMillis = pauseMillis;
    thread.setDaemon(true);
    thread.start();
  }

  private void fileAll() {
    try {
      while (!Thread.interrupted()) {
        Bytes batch = gateway.next(subjects, clock.instant());
        long start = System.nanoTime();
        long index = member.file(batch);
        heads.filed(index, start);
        long now = System.nanoTime();
        longestGap = Math.max(longestGap, now - lastTaken);
        lastTaken = now;
        taken.incrementAndGet();
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Batches taken so far. */
  long taken() throws IOException {
    if (failure.isPresent()) {
      throw new IOException(failure.get());
    }
    return taken.get();
  }

  /** The longest time between two answers since the last call. */
  long takeLongestGap() {
    long gap = longestGap;
    longestGap = 0;
    return gap;
  }

  /** Stops; the batch on its way may still be taken. */
  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
