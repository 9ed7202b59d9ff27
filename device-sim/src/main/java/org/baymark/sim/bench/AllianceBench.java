package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.alliance.Program;

/** Measures an alliance whose members are processes of this machine. */
final class AllianceBench implements AutoCloseable {
  /** Of a batch that is handed in. */
  static final int SUBJECTS = 100;

  static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);
  static final int FILERS = 8;
  private static final int SECONDS_MAX = 120;

  /** Before each count: programs that have just started are still being compiled. */
  private static final int SETTLE_MILLIS = 10_000;

  private final int members;
  private final int seconds;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private final Alliance alliance;
  private final SecureRandom random = new SecureRandom();
  private final List<Program> programs = new ArrayList<>();
  private final List<MemberDoor> doors = new ArrayList<>();
  private int gateways;

  /** Founds it in {@code folder}, which exists, and starts it. */
  AllianceBench(
      int members,
      int seconds,
      Launcher launcher,
      Path folder,
      InstantSource clock,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    this.members = members;
    this.seconds = seconds;
    this.clock = clock;
    this.progress = sentence -> progress.accept("n = " + members + ": " + sentence);
    this.alliance = new Alliance(launcher, folder);
    try {
      this.progress.accept("founding");
      if (members == 1) {
        alliance.initNode(CHECKPOINT_EVERY);
      } else {
        alliance.initMembers(members, CHECKPOINT_EVERY);
      }
      programs.addAll(alliance.runMembers());
      for (Program each : programs) {
        doors.add(new MemberDoor(each.awaitReady().get(0)));
      }
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
    List<BenchGateway> registered = new ArrayList<>();
    String token = Files.readString(alliance.memberFolder(1).resolve("admin.token")).strip();
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "urn:dev:ops:32473-bench-%04d", gateways++);
      BenchGateway gateway = new BenchGateway(new DevUrn(name), random);
      doors.get(0).admit(gateway.card(clock.instant()), token);
      registered.add(gateway);
    }
    return registered;
  }

  /** One batch a second, which is one head a second. */
  HeadCost headCost() throws IOException, InterruptedException {
    BenchGateway gateway = register(1).get(0);
    progress.accept("one batch a second, " + seconds + " s");
    try (HeadClock heads = new HeadClock(doors.get(0));
        Filing filing = new Filing(gateway, doors.get(0), heads, clock, SUBJECTS, 1_000)) {
      Thread.sleep(SETTLE_MILLIS);
      heads.reset();
      long headsBefore = heads.heads();
      Duration before = cpu();
      Thread.sleep(seconds * 1_000L);
      double millis = cpu().minus(before).toNanos() / 1e6;
      filing.taken();
      long made = Math.max(1, heads.heads() - headsBefore);
      return new HeadCost(members, millis / made, heads.latencies(), resident() / members);
    }
  }

  /**
   * As much as it takes, and what goes wrong.
   *
   * @param entries that the log holds at least when a member joins
   */
  AllianceResult whole(long entries) throws IOException, InterruptedException {
    List<BenchGateway> registered = register(FILERS);
    try (HeadClock heads = new HeadClock(doors.get(0))) {
      return whole(registered, heads, entries);
    }
  }

  private AllianceResult whole(List<BenchGateway> registered, HeadClock heads, long entries)
      throws IOException, InterruptedException {
    List<Filing> filings = new ArrayList<>();
    for (int i = 0; i < registered.size(); i++) {
      MemberDoor member = doors.get(i % doors.size());
      filings.add(new Filing(registered.get(i), member, heads, clock, SUBJECTS, 0));
    }
    progress.accept(FILERS + " gateways as fast as they can, " + seconds + " s");
    Thread.sleep(SETTLE_MILLIS);
    heads.reset();
    Counted from = counted(filings);
    Thread.sleep(seconds * 1_000L);
    Counted to = counted(filings);
    Latencies.Summary certified = heads.latencies();
    double batches = Math.max(1, to.taken() - from.taken());
    long peak =
        programs.stream()
            .mapToLong(each -> ProcessFigures.of(each.pid()).peakResidentBytes())
            .max()
            .orElse(0);
    if (heads.size() < entries) {
      progress.accept("filling the log to " + entries + " entries");
    }
    while (heads.size() < entries) {
      heads.await(entries, 1);
      counted(filings); // says so where one of them failed
    }
    AllianceResult.Leader leader = killLeader(filings, heads);
    for (Filing each : filings) {
      each.close();
    }
    return new AllianceResult(
        members,
        batches * 1e9 / (to.nanos() - from.nanos()),
        certified,
        to.cpu().minus(from.cpu()).toNanos() / 1e6 / batches,
        peak,
        (to.written() - from.written()) / batches,
        (to.disk() - from.disk()) / batches,
        leader,
        join(heads),
        new Publishing(alliance, clock, progress).measure(seconds));
  }

  /** What was used and done at one moment; of the disk what the last member used. */
  private record Counted(long nanos, long taken, Duration cpu, long written, long disk) {}

  private Counted counted(List<Filing> filings) throws IOException {
    long taken = 0;
    for (Filing each : filings) {
      taken += each.taken();
    }
    long written = ProcessFigures.of(programs.get(members - 1).pid()).writtenBytes();
    long disk = size(alliance.memberFolder(members));
    return new Counted(System.nanoTime(), taken, cpu(), written, disk);
  }

  private Duration cpu() {
    return programs.stream()
        .map(each -> ProcessFigures.of(each.pid()).cpu())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private long resident() {
    return programs.stream().mapToLong(each -> ProcessFigures.of(each.pid()).residentBytes()).sum();
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Kills whoever leads, and starts it again afterwards. */
  private AllianceResult.Leader killLeader(List<Filing> filings, HeadClock heads)
      throws IOException, InterruptedException {
    int leader = awaitLeader(-1);
    progress.accept("killing the leader, member " + (leader + 1));
    // The clock of heads asks the first member: where that leads, it is asked about another one.
    int witness = leader == 0 ? 1 : 0;
    try (HeadClock seen = witness == 0 ? heads : new HeadClock(doors.get(witness))) {
      filings.get(witness).takeLongestGap();
      seen.await(heads.size(), SECONDS_MAX);
      programs.get(leader).kill();
      long killed = System.nanoTime();
      awaitLeader(leader);
      double elected = (System.nanoTime() - killed) / 1e6;
      long taken = filings.get(witness).taken();
      while (filings.get(witness).taken() < taken + 1) {
        Thread.sleep(HeadClock.POLL_MILLIS);
      }
      long size = seen.size();
      seen.await(size + 1, SECONDS_MAX);
      double head = (System.nanoTime() - killed) / 1e6;
      double gap = filings.get(witness).takeLongestGap() / 1e6;
      programs.set(leader, alliance.startMember(leader + 1));
      doors.set(leader, new MemberDoor(programs.get(leader).awaitReady().get(0)));
      return new AllianceResult.Leader(elected, gap, head);
    }
  }

  /** Who leads, and is not this one. */
  private int awaitLeader(int other) throws IOException, InterruptedException {
    long end = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
    while (System.nanoTime() - end < 0) {
      for (int i = 0; i < members; i++) {
        if (i != other && doors.get(i).leads()) {
          return i;
        }
      }
      Thread.sleep(HeadClock.POLL_MILLIS);
    }
    throw new IOException("no member leads");
  }

  /** The last member loses its log, and copies it. */
  private AllianceResult.Join join(HeadClock heads) throws IOException, InterruptedException {
    int last = members - 1;
    long entries = heads.size();
    progress.accept("a member copies " + entries + " entries");
    programs.get(last).close();
    Path folder = alliance.memberFolder(members);
    for (String lost : List.of("node.db", "node.db-wal", "node.db-shm", "ratis")) {
      remove(folder.resolve(lost));
    }
    long start = System.nanoTime();
    programs.set(last, alliance.startMember(members));
    doors.set(last, new MemberDoor(programs.get(last).awaitReady().get(0)));
    try (HeadClock own = new HeadClock(doors.get(last))) {
      own.await(entries, 30L * SECONDS_MAX);
      if (own.size() < entries) {
        throw new IOException("the member did not catch up");
      }
    }
    return new AllianceResult.Join(entries, (System.nanoTime() - start) / 1e9);
  }

  private static void remove(Path lost) throws IOException {
    if (Files.exists(lost)) {
      try (Stream<Path> inside = Files.walk(lost)) {
        for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
