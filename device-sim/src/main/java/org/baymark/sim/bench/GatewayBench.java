package org.baymark.sim.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.Launcher;

/** Measures one gateway, one way and one suite: a fresh node, a fresh gateway, fresh devices. */
final class GatewayBench {
  /** Statements that each connection may have without an answer under full load. */
  static final int WINDOW = 32;

  /** A batch is sealed and a checkpoint closed this often. */
  static final Duration SEAL_AFTER = Duration.ofSeconds(5);

  static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);

  /** Statements a second of the moderate load: what a machine with one small core could take. */
  static final int MODERATE_RATE = 200;

  private static final int WARM_UP_SECONDS = 15;
  private static final int RAMP_MILLIS = 1_000;
  private static final int BARE_SECONDS = 4;
  private static final int MARK_EVERY = 10;
  private static final int PER_SECOND_MAX = 20_000;

  private final int connections;
  private final int seconds;
  private final int heapMegabytes;
  private final Launcher launcher;
  private final InstantSource clock;
  private final Consumer<String> progress;

  GatewayBench(
      int connections,
      int seconds,
      int heapMegabytes,
      Launcher launcher,
      InstantSource clock,
      Consumer<String> progress) {
    this.connections = connections;
    this.seconds = seconds;
    this.heapMegabytes = heapMegabytes;
    this.launcher = launcher;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Measures with this suite.
   *
   * @param folder does not exist
   */
  Result run(Way way, Suite suite, Path folder) throws IOException, InterruptedException {
    progress.accept(way + ", " + suite + ": starting a node and a gateway");
    try (Site site = Site.open(launcher, folder, SEAL_AFTER, heapMegabytes, connections)) {
      List<BenchDevice> devices = site.devices(suite, connections);
      Load load = site.load(devices, way);
      return new Run(way, suite, site.api(), site.gateway().pid(), devices, load).measure();
    }
  }

  /** One measurement, phase by phase. */
  private final class Run {
    private final Way way;
    private final Suite suite;
    private final GatewayApi api;
    private final long pid;
    private final List<BenchDevice> devices;
    private final Load load;

    Run(Way way, Suite suite, GatewayApi api, long pid, List<BenchDevice> devices, Load load) {
      this.way = way;
      this.suite = suite;
      this.api = api;
      this.pid = pid;
      this.devices = devices;
      this.load = load;
    }

    Result measure() throws IOException, InterruptedException {
      double rate = warmUp();
      Latencies moderate = new Latencies();
      Latencies.Summary anchored = moderate(moderate);
      progress.accept(suite + ": bare verification, " + 2 * BARE_SECONDS + " s");
      double bare =
          BareVerification.perCpuSecond(
              devices,
              SignatureProvider.chosen(),
              Duration.ofSeconds(BARE_SECONDS),
              Duration.ofSeconds(BARE_SECONDS));
      sign((int) (rate * (seconds + 2) * 2));
      return full(moderate.summary(), anchored, bare);
    }

    private void sign(int count) throws InterruptedException {
      int each = Math.max(1, count / devices.size());
      progress.accept(suite + ": signing " + each * devices.size() + " statements");
      Load.prepare(devices, each, clock.instant());
    }

    /** Full load until the gateway's compiler has done its work; the rate of the last seconds. */
    private double warmUp() throws IOException, InterruptedException {
      sign(WARM_UP_SECONDS * PER_SECOND_MAX / 2);
      progress.accept(suite + ": warming up, " + WARM_UP_SECONDS + " s");
      Load.Running running = load.full(WINDOW, new Latencies());
      Thread.sleep(WARM_UP_SECONDS * 500L);
      Figures from = Figures.of(api, pid);
      Thread.sleep(WARM_UP_SECONDS * 500L);
      Figures to = Figures.of(api, pid);
      running.stop();
      return Math.min(
          PER_SECOND_MAX,
          Math.max(100, (to.accepted() - from.accepted()) * 1e9 / (to.nanos() - from.nanos())));
    }

    private Latencies.Summary moderate(Latencies latencies)
        throws IOException, InterruptedException {
      sign(MODERATE_RATE * seconds);
      progress.accept(suite + ": " + MODERATE_RATE + " a second, " + seconds + " s");
      return new AnchorWatch(api).during(load, MODERATE_RATE, seconds, MARK_EVERY, latencies);
    }

    private Result full(Latencies.Summary moderate, Latencies.Summary anchored, double bare)
        throws IOException, InterruptedException {
      double statementBytes = devices.get(0).next(clock.instant()).encoded().size();
      progress.accept(suite + ": full load, " + seconds + " s");
      Latencies latencies = new Latencies();
      Load.Running running = load.full(WINDOW, latencies);
      Thread.sleep(RAMP_MILLIS);
      long loadFrom = ownCpuNanos();
      ThreadTimes threads = ThreadTimes.of(pid);
      Figures from = Figures.of(api, pid);
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      while (System.nanoTime() < end && devices.stream().allMatch(each -> each.ready() > WINDOW)) {
        Thread.sleep(50);
      }
      Figures to = Figures.of(api, pid);
      long loadTo = ownCpuNanos();
      Map<String, Double> shares = ThreadTimes.of(pid).sharesSince(threads);
      running.stop();
      long accepted = to.accepted() - from.accepted();
      boolean knownWrites = from.writtenBytes().isPresent() && to.writtenBytes().isPresent();
      long written =
          knownWrites
              ? to.writtenBytes().orElseThrow() - from.writtenBytes().orElseThrow()
              : to.databaseBytes() - from.databaseBytes();
      return new Result(
          way,
          suite,
          statementBytes,
          (to.nanos() - from.nanos()) / 1e9,
          accepted,
          (to.cpuMillis() - from.cpuMillis()) / 1e3,
          (loadTo - loadFrom) / 1e9,
          bare,
          MODERATE_RATE,
          moderate,
          latencies.summary(),
          anchored,
          to.residentBytes(),
          to.peakResidentBytes().orElse(0),
          (double) written / Math.max(1, accepted),
          knownWrites ? "write_bytes of /proc/" + pid + "/io" : "growth of the database",
          shares,
          load.others());
    }
  }

  private static long ownCpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean own
        ? own.getProcessCpuTime()
        : 0;
  }
}
