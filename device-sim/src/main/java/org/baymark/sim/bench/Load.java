package org.baymark.sim.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.baymark.protocol.bytes.Digest;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Answer.Outcome;
import org.baymark.sim.uplink.Uplink;

/** Sends what the devices have ready, each over a connection of its own. */
final class Load {

  /** A device and its connection. */
  record Line(BenchDevice device, Uplink uplink) {}

  private final List<Line> lines;
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder others = new LongAdder();
  private final Map<Digest, Long> sentAt = new ConcurrentHashMap<>();

  Load(List<Line> lines) {
    this.lines = lines;
  }

  /** Statements that were acknowledged, so far. */
  long acknowledged() {
    return acknowledged.sum();
  }

  /** Answers that were not an acknowledgement, so far. */
  long others() {
    return others.sum();
  }

  /** When those that {@link #atRate} marked were sent, by {@link System#nanoTime}. */
  Map<Digest, Long> sentAt() {
    return sentAt;
  }

  private void count(Answer answer) {
    (answer.outcome() == Outcome.ACCEPTED ? acknowledged : others).increment();
  }

  /**
   * As much as the gateway takes: every device has so many statements without an answer, until the
   * time is over or nothing is ready. Returns at once.
   */
  Running full(int window, Latencies latencies) {
    Running running = new Running(latencies);
    for (Line line : lines) {
      for (int i = 0; i < window; i++) {
        running.next(line);
      }
    }
    return running;
  }

  /** A load that runs until it is told to stop. */
  final class Running {
    private final Latencies latencies;
    private final Phaser open = new Phaser(1);
    private volatile boolean stopped;

    private Running(Latencies latencies) {
      this.latencies = latencies;
    }

    private void next(Line line) {
      if (stopped) {
        return;
      }
      Optional<BenchDevice.Parcel> parcel = line.device().take();
      if (parcel.isEmpty()) {
        return;
      }
      open.register();
      long start = System.nanoTime();
      line.uplink()
          .send(line.device().name(), parcel.get().encoded())
          .whenComplete(
              (answer, failure) -> {
                latencies.add(System.nanoTime() - start);
                count(answer);
                next(line);
                open.arriveAndDeregister();
              });
    }

    /** Sends nothing more, and waits until everything has its answer. */
    void stop() throws InterruptedException {
      stopped = true;
      awaitAnswers(open);
    }
  }

  /**
   * A fixed rate, whether answers come or not; the devices take turns. A latency counts from the
   * moment at which a statement was due, so that a gateway that stalls is not spared.
   *
   * @param markEvery remembers when every so manieth was sent
   */
  void atRate(int perSecond, long count, int markEvery, Latencies latencies)
      throws InterruptedException {
    Phaser open = new Phaser(1);
    long start = System.nanoTime();
    for (long i = 0; i < count; i++) {
      Line line = lines.get((int) (i % lines.size()));
      Optional<BenchDevice.Parcel> parcel = line.device().take();
      if (parcel.isEmpty()) {
        break;
      }
      long due = start + i * 1_000_000_000L / perSecond;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      if (i % markEvery == 0) {
        sentAt.put(parcel.get().id(), due);
      }
      open.register();
      line.uplink()
          .send(line.device().name(), parcel.get().encoded())
          .whenComplete(
              (answer, failure) -> {
                latencies.add(System.nanoTime() - due);
                count(answer);
                open.arriveAndDeregister();
              });
    }
    awaitAnswers(open);
  }

  private static void awaitAnswers(Phaser open) throws InterruptedException {
    open.awaitAdvanceInterruptibly(open.arrive());
  }

  /** Signs on all cores until every device has so many ready. */
  static void prepare(List<BenchDevice> devices, int each, Instant now)
      throws InterruptedException {
    List<Thread> signers = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < cores; i++) {
      int first = i;
      Thread signer =
          new Thread(
              () -> {
                for (int d = first; d < devices.size(); d += cores) {
                  BenchDevice device = devices.get(d);
                  device.prepare(Math.max(0, each - device.ready()), now);
                }
              },
              "sign-" + i);
      signer.start();
      signers.add(signer);
    }
    for (Thread signer : signers) {
      signer.join();
    }
  }
}
