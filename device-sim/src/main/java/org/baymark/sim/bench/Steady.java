package org.baymark.sim.bench;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A fixed rate for minutes, signed while it runs, and what the gateway's memory does meanwhile. */
final class Steady {
  /**
   * Signed in advance, in seconds of the load: a signer that gets no core is not missed so long.
   */
  private static final int AHEAD_SECONDS = 10;

  private static final long SIGN_EVERY_MILLIS = 250;
  private static final int SAMPLES = 120;

  /** A word about how it goes comes with each so many samples. */
  private static final int SAMPLES_A_WORD = 10;

  private final Site site;
  private final InstantSource clock;
  private final Consumer<String> progress;

  Steady(Site site, InstantSource clock, Consumer<String> progress) {
    this.site = site;
    this.clock = clock;
    this.progress = progress;
  }

  /** VmRSS of the gateway, so many seconds after the load began. */
  record Sample(int second, long residentBytes) {}

  /**
   * What came of it.
   *
   * @param samples in the order of time
   * @param others answers that were no acknowledgement
   */
  record Outcome(
      int perSecond,
      int seconds,
      List<Sample> samples,
      long acknowledged,
      long others,
      Latencies.Summary latency) {

    /** The first sample at this second or after; the last if there is none. */
    long residentAt(int second) {
      return samples.stream()
          .filter(it -> it.second() >= second)
          .findFirst()
          .orElse(samples.get(samples.size() - 1))
          .residentBytes();
    }

    /** The most in a part of the time. */
    long mostBetween(double from, double to) {
      return samples.stream()
          .filter(it -> it.second() >= from * seconds && it.second() <= to * seconds)
          .mapToLong(Sample::residentBytes)
          .max()
          .orElse(0);
    }
  }

  /** Sends and samples until the time is over and everything has its answer. */
  Outcome run(Load load, List<BenchDevice> devices, int perSecond, int seconds)
      throws IOException, InterruptedException {
    int ahead = AHEAD_SECONDS * perSecond / devices.size() + 1;
    Load.prepare(devices, ahead, clock.instant());
    Latencies latencies = new Latencies();
    Thread signer = new Thread(() -> keepReady(devices, ahead), "signer");
    Thread sender =
        new Thread(
            () -> {
              try {
                load.atRate(perSecond, (long) perSecond * seconds, Integer.MAX_VALUE, latencies);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "load");
    signer.start();
    sender.start();
    try {
      List<Sample> samples = samples(sender, load, seconds);
      return new Outcome(
          perSecond, seconds, samples, load.acknowledged(), load.others(), latencies.summary());
    } finally {
      signer.interrupt();
      sender.interrupt();
      signer.join();
      sender.join();
    }
  }

  private void keepReady(List<BenchDevice> devices, int ahead) {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(SIGN_EVERY_MILLIS);
        Load.prepare(devices, ahead, clock.instant());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // told to stop
    }
  }

  private List<Sample> samples(Thread sender, Load load, int seconds)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long everyMillis = Math.max(1_000, seconds * 1_000L / SAMPLES);
    List<Sample> samples = new ArrayList<>();
    do {
      sender.join(everyMillis);
      site.demandAlive();
      int second = (int) ((System.nanoTime() - start) / 1_000_000_000L);
      long resident = ProcessFigures.of(site.gateway().pid()).residentBytes();
      samples.add(new Sample(second, resident));
      if (samples.size() % SAMPLES_A_WORD == 0) {
        progress.accept(
            "after %d s: %d acknowledged, the gateway has %d MiB of memory"
                .formatted(second, load.acknowledged(), resident >> 20));
      }
    } while (sender.isAlive());
    return samples;
  }
}
