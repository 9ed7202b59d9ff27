package org.baymark.sim.bench;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * How long a member without a log takes to copy one and to execute it. The log is made as long as
 * it has to be by gateways that hand in headers of one subject, as fast as the alliance takes them.
 */
final class Joining {
  /** That fill the log; more of them wait for one flush of the disk. */
  static final int FILERS = 64;

  private static final long SAY_EVERY_NANOS = 30_000_000_000L;

  /** Without any progress. */
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private final BenchMembers members;
  private final HeadClock heads;
  private final Consumer<String> progress;

  Joining(BenchMembers members, HeadClock heads, Consumer<String> progress) {
    this.members = members;
    this.heads = heads;
    this.progress = progress;
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

  /** Until the last head covers so many entries. */
  void fill(long entries, Filings fillers) throws IOException, InterruptedException {
    await(
        "filling the log",
        entries,
        () -> {
          fillers.taken(); // says so where one of them failed
          return heads.size();
        });
  }

  /** The last member loses its log, and copies it. */
  AllianceResult.Join measure() throws IOException, InterruptedException {
    int last = members.count() - 1;
    long entries = heads.size();
    progress.accept("a member copies " + entries + " entries");
    members.loseLog(last);
    long start = System.nanoTime();
    members.start(last);
    MemberDoor joined = members.door(last);
    await("copying", entries, joined::size);
    await("certifying", entries, () -> joined.certified().orElse(0));
    return new AllianceResult.Join(entries, (System.nanoTime() - start) / 1e9);
  }
}
