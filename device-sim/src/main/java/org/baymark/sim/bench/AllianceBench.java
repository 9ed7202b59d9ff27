package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.Launcher;

/** Measures an alliance whose members are processes of this machine. */
final class AllianceBench implements AutoCloseable {
  /** Of a batch that is handed in. */
  static final int SUBJECTS = 100;

  static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);
  static final int FILERS = 8;

  /** Before each count: programs that have just started are still being compiled. */
  private static final int SETTLE_MILLIS = 10_000;

  private final int seconds;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private final Alliance alliance;
  private final BenchMembers members;

  /** Founds it in {@code folder}, which exists, and starts it. */
  AllianceBench(
      int count,
      int seconds,
      Launcher launcher,
      Path folder,
      InstantSource clock,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    this.seconds = seconds;
    this.clock = clock;
    this.progress = sentence -> progress.accept("n = " + count + ": " + sentence);
    this.alliance = new Alliance(launcher, folder);
    try {
      this.progress.accept("founding");
      if (count == 1) {
        alliance.initNode(CHECKPOINT_EVERY);
      } else {
        alliance.initMembers(count, CHECKPOINT_EVERY);
      }
      this.members = new BenchMembers(alliance);
    } catch (IOException | InterruptedException e) {
      alliance.close();
      throw e;
    }
  }

  @Override
  public void close() {
    alliance.close();
  }

  private List<BenchGateway> register(int count) throws IOException, InterruptedException {
    progress.accept("registering " + count + " gateways");
    return members.register(count, clock.instant());
  }

  /** Resident memory of the member that has most, before anything is handed in. */
  long idleBytes() throws InterruptedException {
    progress.accept("idle");
    Thread.sleep(SETTLE_MILLIS);
    return members.residentBytes();
  }

  /** One batch a second, which is one head a second. */
  HeadCost headCost() throws IOException, InterruptedException {
    BenchGateway gateway = register(1).get(0);
    progress.accept("one batch a second, " + seconds + " s");
    try (HeadClock heads = new HeadClock(members.door(0));
        Filing filing = new Filing(gateway, members.door(0), heads, clock, SUBJECTS, 1_000)) {
      Thread.sleep(SETTLE_MILLIS);
      heads.reset();
      long headsBefore = heads.heads();
      Duration before = members.cpu();
      Thread.sleep(seconds * 1_000L);
      double millis = members.cpu().minus(before).toNanos() / 1e6;
      filing.taken();
      long made = Math.max(1, heads.heads() - headsBefore);
      return new HeadCost(
          members.count(), millis / made, heads.latencies(), members.residentBytes());
    }
  }

  /**
   * As much as it takes, and what goes wrong.
   *
   * @param idleBytes what {@link #idleBytes} gave
   */
  AllianceResult whole(long idleBytes) throws IOException, InterruptedException {
    List<BenchGateway> registered = register(FILERS);
    long before = members.databaseBytes();
    try (HeadClock heads = new HeadClock(members.door(0))) {
      AllianceResult.Load load;
      AllianceResult.Leader leader;
      long batches;
      try (Filings filings = new Filings(registered, members, heads, clock, SUBJECTS)) {
        load = load(filings, heads);
        leader = new LeaderLoss(members, progress).measure(filings.each(), heads);
        batches = filings.taken();
      }
      double database = (members.databaseBytes() - before) / (double) batches;
      AllianceResult.Lone lone = lone(heads);
      Latencies.Summary publishing = new Publishing(alliance, clock, progress).measure(seconds);
      return new AllianceResult(
          members.count(), idleBytes, load, lone, leader, database, publishing);
    }
  }

  private AllianceResult.Load load(Filings filings, HeadClock heads)
      throws IOException, InterruptedException {
    progress.accept(FILERS + " gateways as fast as they can, " + seconds + " s");
    Thread.sleep(SETTLE_MILLIS);
    heads.reset();
    Counted from = counted(filings);
    Thread.sleep(seconds * 1_000L);
    Counted to = counted(filings);
    double batches = Math.max(1, to.taken() - from.taken());
    return new AllianceResult.Load(
        batches * 1e9 / (to.nanos() - from.nanos()),
        heads.latencies(),
        to.cpu().minus(from.cpu()).toNanos() / 1e6 / batches,
        members.peakResidentBytes(),
        (to.written() - from.written()) / batches);
  }

  /** One gateway while nobody else hands in anything, at the one that leads and at another. */
  private AllianceResult.Lone lone(HeadClock heads) throws IOException, InterruptedException {
    int leader = members.awaitLeader(-1);
    double atLeader = lone(leader, heads);
    return new AllianceResult.Lone(atLeader, lone((leader + 1) % members.count(), heads));
  }

  private double lone(int member, HeadClock heads) throws IOException, InterruptedException {
    BenchGateway gateway = register(1).get(0);
    progress.accept("one gateway as fast as it can, " + seconds + " s");
    try (Filing filing = new Filing(gateway, members.door(member), heads, clock, SUBJECTS, 0)) {
      Thread.sleep(seconds * 1_000L);
      return filing.taken() / (double) seconds;
    }
  }

  /** What was used and done at one moment; written by the last member. */
  private record Counted(long nanos, long taken, Duration cpu, long written) {}

  private Counted counted(Filings filings) throws IOException {
    return new Counted(System.nanoTime(), filings.taken(), members.cpu(), members.writtenBytes());
  }
}
