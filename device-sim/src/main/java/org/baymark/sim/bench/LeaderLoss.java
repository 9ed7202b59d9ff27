package org.baymark.sim.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Kills whoever leads with -9, under load, and starts it again afterwards. */
final class LeaderLoss {
  private static final int SECONDS_MAX = 120;

  private final BenchMembers members;
  private final Consumer<String> progress;

  LeaderLoss(BenchMembers members, Consumer<String> progress) {
    this.members = members;
    this.progress = progress;
  }

  /**
   * @param filings one at each member at least, in their order
   * @param heads of the first member
   */
  AllianceResult.Leader measure(List<Filing> filings, HeadClock heads)
      throws IOException, InterruptedException {
    int leader = members.awaitLeader(-1);
    progress.accept("killing the leader, member " + (leader + 1));
    // A clock of its own: that of the heads goes on when this is over, and asks the first member,
    // who may be the one that leads.
    int witness = leader == 0 ? 1 : 0;
    try (HeadClock seen = new HeadClock(members.door(witness))) {
      filings.get(witness).takeLongestGap();
      seen.await(heads.size(), SECONDS_MAX);
      members.kill(leader);
      long killed = System.nanoTime();
      members.awaitLeader(leader);
      double elected = (System.nanoTime() - killed) / 1e6;
      long taken = filings.get(witness).taken();
      while (filings.get(witness).taken() < taken + 1) {
        Thread.sleep(HeadClock.POLL_MILLIS);
      }
      long size = seen.size();
      seen.await(size + 1, SECONDS_MAX);
      double head = (System.nanoTime() - killed) / 1e6;
      double gap = filings.get(witness).takeLongestGap() / 1e6;
      members.start(leader);
      return new AllianceResult.Leader(elected, gap, head);
    }
  }
}
