package org.baymark.sim.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.baymark.sim.alliance.Alliance;

/** What was measured of alliances, for people. */
final class AllianceText {
  private static final double MIB = 1 << 20;
  private static final double MILLION = 1e6;

  private final List<String> lines = new ArrayList<>();

  private AllianceText() {}

  /** What members are wherever they are measured. */
  static List<String> members() {
    return List.of(
        "programs  members, gateways and load are processes of their own and share the cores",
        "members   heap of "
            + Alliance.HEAP_MEGABYTES
            + " MB each, a checkpoint every "
            + (AllianceBench.CHECKPOINT_EVERY.toSeconds() + " s, mutual TLS between them"),
        "store     SQLite, write-ahead log, synchronous=FULL: a receipt and a vote follow an fsync");
  }

  /** With what they are asked. */
  static List<String> load(int seconds) {
    return List.of(
        "load      "
            + AllianceBench.FILERS
            + " gateways, spread over the members, each with one header of "
            + AllianceBench.SUBJECTS
            + (" subjects (of " + BenchGateway.SUBJECTS + " that come again) on its way; ")
            + seconds
            + " s of each load",
        "certified by k = floor(2n/3)+1 members, as GET /checkpoint of one member shows it to "
            + HeadClock.POLL_MILLIS
            + " ms");
  }

  static List<String> lines(AllianceResult whole, List<HeadCost> costs) {
    AllianceText text = new AllianceText();
    text.whole(whole);
    text.lines.add("");
    text.lines.add("  one head, at one batch a second");
    text.lines.add(
        "    members   CPU of all, ms   handed in to certified, median, p99 ms   resident, the most, MiB");
    costs.stream().sorted(Comparator.comparing(HeadCost::members)).forEach(text::cost);
    return text.lines;
  }

  private void cost(HeadCost each) {
    lines.add(
        String.format(
            Locale.ROOT,
            "    %7d %16.0f %32.0f, %7.0f %20.0f",
            each.members(),
            each.cpuMillis(),
            each.certified().median(),
            each.certified().p99(),
            each.residentBytes() / MIB));
  }

  private void whole(AllianceResult it) {
    AllianceResult.Load load = it.load();
    lines.add("  " + it.members() + " members");
    row("batches certified a second", "%.0f", load.perSecond());
    row("  handed in to certified, median ms", "%.0f", load.certified().median());
    row("  99 of 100 within, ms", "%.0f", load.certified().p99());
    row("  counted", "%.0f", load.certified().count());
    row("of one gateway alone, at the member that leads", "%.0f", it.lone().atLeader());
    row("  at another", "%.0f", it.lone().atAnother());
    row("CPU of all members for each batch, ms", "%.1f", load.cpuMillis());
    row("resident memory of a member, idle, the most, MiB", "%.0f", it.idleBytes() / MIB);
    row("  and under load, the most (target: 200 MB)", "%.0f", load.residentBytes() / MIB);
    row("written to a member's disk for each batch, kB", "%.1f", load.writtenBytes() / 1000);
    row("database of a member per million batches, GB", "%.2f", it.databaseBytes() * MILLION / 1e9);
    row("leader killed with -9: another leads after, ms", "%.0f", it.leader().electedMillis());
    row("  a gateway of another member waited, ms", "%.0f", it.leader().gapMillis());
    row("  next certified head after, ms", "%.0f", it.leader().headMillis());
    String publishing =
        "published to certified, "
            + Publishing.RATE
            + " a second, sealed every "
            + Publishing.SEAL_AFTER.toSeconds()
            + " s, median ms";
    row(publishing, "%.0f", it.publishing().median());
    row("  99 of 100 within, ms (target: below 3000)", "%.0f", it.publishing().p99());
    row("  counted (one of 50 is timed)", "%.0f", it.publishing().count());
  }

  private void row(String what, String form, double number) {
    lines.add(figure(what, form, number));
  }

  /** One line: what a figure is of, and it. */
  static String figure(String what, String form, double number) {
    String value = String.format(Locale.ROOT, form, number);
    return String.format(Locale.ROOT, "    %-72s%10s", what, value);
  }
}
