package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.Launcher;

/**
 * How long a new member takes to copy a log and to execute it. Gateways fill the log with headers
 * of one subject, as fast as its founder takes them; it is alone, since several take in less, and
 * what is copied is the same. Then it votes for a second member, without which nothing is certified
 * any more.
 */
final class Joining {
  /** That fill the log; more of them wait for one flush of the disk. */
  static final int FILERS = 64;

  private static final int SUBJECTS = 1;
  private static final long SAY_EVERY_NANOS = 30_000_000_000L;

  /** Without any progress. */
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private final Launcher launcher;
  private final Path folder;
  private final InstantSource clock;
  private final Consumer<String> progress;

  /**
   * @param folder exists
   */
  Joining(Launcher launcher, Path folder, InstantSource clock, Consumer<String> progress) {
    this.launcher = launcher;
    this.folder = folder;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * What was measured.
   *
   * @param entries of the log that was copied
   * @param filledPerSecond entries that the founder took and certified while it was alone
   * @param seconds from the start of the new member's node to a head over all of them that it shows
   * @param residentBytes the most that the new member ever had
   * @param databaseBytes of its database, for each entry
   */
  record Outcome(
      long entries,
      double filledPerSecond,
      double seconds,
      long residentBytes,
      double databaseBytes) {}

  /** Of a log of so many entries at least. */
  Outcome measure(long entries) throws IOException, InterruptedException {
    try (Alliance alliance = new Alliance(launcher, folder)) {
      progress.accept("founding");
      alliance.initMembers(1, 2, AllianceBench.CHECKPOINT_EVERY);
      BenchMembers members = new BenchMembers(alliance);
      double filled = fill(members, entries);
      long size = members.door(0).size();
      progress.accept("a member copies " + size + " entries");
      alliance.propose(2);
      long start = System.nanoTime();
      members.add();
      MemberDoor joined = members.door(1);
      await("copying", size, joined::size);
      await("certifying", size, () -> joined.certified().orElse(0));
      double seconds = (System.nanoTime() - start) / 1e9;
      long resident = members.peakResidentBytes(1);
      double octets = members.databaseBytes() / (double) size;
      return new Outcome(size, filled, seconds, resident, octets);
    }
  }

  /** Entries a second. */
  private double fill(BenchMembers members, long entries) throws IOException, InterruptedException {
    List<BenchGateway> fillers = members.register(FILERS, clock.instant());
    long start = System.nanoTime();
    try (HeadClock heads = new HeadClock(members.door(0));
        Filings filings = new Filings(fillers, members, heads, clock, SUBJECTS)) {
      await(
          "filling the log",
          entries,
          () -> {
            filings.taken(); // says so where one of them failed
            return heads.size();
          });
      return heads.size() * 1e9 / (System.nanoTime() - start);
    }
  }

  private interface Size {
    long now() throws IOException, InterruptedException;
  }

  /** Waits until there are so many, as long as they become more. */
  private void await(String what, long entries, Size size)
      throws IOException, InterruptedException {
    long last = -1;
    long grew = System.nanoTime();
    long said = grew;
    for (long there = size.now(); there < entries; there = size.now()) {
      long now = System.nanoTime();
      if (there > last) {
        last = there;
        grew = now;
      } else if (now - grew > PATIENCE_NANOS) {
        throw new IOException(what + " stays at " + there + " of " + entries + " entries");
      }
      if (now - said > SAY_EVERY_NANOS) {
        progress.accept(what + ": " + there + " of " + entries + " entries");
        said = now;
      }
      Thread.sleep(HeadClock.POLL_MILLIS);
    }
  }
}
