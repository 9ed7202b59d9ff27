package org.baymark.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Results side by side, one column for each suite. */
final class ResultText {
  private final List<Result> results;
  private final List<String> lines = new ArrayList<>();

  private ResultText(List<Result> results) {
    this.results = results;
  }

  static List<String> lines(List<Result> results) {
    ResultText text = new ResultText(results);
    text.row("", each -> each.way() + " " + each.suite());
    text.row("acknowledged durable statements per CPU-second", r -> whole(r.perCpuSecond()));
    text.row("bare verifications per CPU-second", r -> whole(r.bareRate()));
    text.row("  their ratio", r -> String.format(Locale.ROOT, "%.2f", r.ratio()));
    text.row("statements a second at full load", r -> whole(r.perSecond()));
    text.row("  CPU of the gateway meanwhile, cores", r -> cores(r, r.fullCpuSeconds()));
    text.shares();
    text.row("  CPU of the load meanwhile, cores", r -> cores(r, r.loadCpuSeconds()));
    text.latency("acknowledged, full load", Result::full);
    text.latency(
        "acknowledged, " + GatewayBench.MODERATE_RATE + " statements a second", Result::moderate);
    text.latency(
        "anchored, " + GatewayBench.MODERATE_RATE + " statements a second", Result::anchored);
    text.row("resident memory after full load, MiB", r -> whole(r.residentBytes() / 1048576.0));
    text.row("  the most it ever had, MiB", r -> whole(r.peakResidentBytes() / 1048576.0));
    text.row("bytes written per statement", r -> whole(r.writtenPerStatement()));
    text.row("bytes of a statement", r -> whole(r.statementBytes()));
    text.row("statements counted at full load", r -> Long.toString(r.fullAccepted()));
    text.row("answers that acknowledged nothing", r -> Long.toString(r.others()));
    return text.lines;
  }

  /** The kinds of work that any of the results knows. */
  private void shares() {
    Set<String> works = new TreeSet<>();
    results.forEach(each -> works.addAll(each.shares().keySet()));
    for (String work : works) {
      row("    of it " + work, each -> whole(100 * each.shares().getOrDefault(work, 0.0)) + " %");
    }
  }

  private void latency(String what, Function<Result, Latencies.Summary> of) {
    row(what + ", median ms", r -> tenth(of.apply(r).median()));
    row("  99 of 100 within, ms", r -> tenth(of.apply(r).p99()));
  }

  private void row(String what, Function<Result, String> of) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-52s", what));
    results.forEach(each -> line.append(String.format(Locale.ROOT, "%12s", of.apply(each))));
    lines.add(line.toString());
  }

  private static String cores(Result result, double cpuSeconds) {
    return String.format(Locale.ROOT, "%.2f", cpuSeconds / result.fullSeconds());
  }

  private static String whole(double number) {
    return String.format(Locale.ROOT, "%.0f", number);
  }

  private static String tenth(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
