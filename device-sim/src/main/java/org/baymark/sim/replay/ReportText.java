package org.baymark.sim.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Printable;

/** A report for a person: every line says one thing that was met or done. */
final class ReportText {
  private static final int DEVICES_SHOWN = 10;

  private final Report report;
  private final List<String> lines = new ArrayList<>();

  private ReportText(Report report) {
    this.report = report;
  }

  static List<String> lines(Report report) {
    ReportText text = new ReportText(report);
    text.head();
    text.rows();
    text.clocks();
    text.sent();
    // File names, columns and what a gateway says are texts of others.
    return text.lines.stream().map(Printable::of).toList();
  }

  private void head() {
    int devices = report.devices().size();
    lines.add(
        report.file()
            + (devices == 1
                ? " as " + report.devices().values().iterator().next()
                : " as " + count(devices, "device")));
  }

  private void rows() {
    Survey.Findings found = report.found();
    line("rows", count(found.rows(), "row") + " read" + blank(found.blankLines()));
    if (found.withoutValue() > 0) {
      line("no value", count(found.withoutValue(), "row") + ", not sent: there is nothing in them");
    }
    for (int i = 0; i < found.missing().size(); i++) {
      long missing = found.missing().get(i);
      if (missing > 0) {
        line("missing", count(missing, "value") + " of " + report.columns().get(i).column());
      }
    }
    if (found.malformed() > 0) {
      line("malformed", count(found.malformed(), "row") + ", skipped:");
      found.firstMalformed().forEach(each -> more("line " + each.line() + ": " + each.why()));
      rest(found.malformed(), found.firstMalformed().size());
    }
    if (found.neverWere() > 0) {
      line("zone", count(found.neverWere(), "time") + " that the zone never had, moved forward");
    }
    if (found.wereTwice() > 0) {
      line("zone", count(found.wereTwice(), "time") + " that the zone had twice, the first taken");
    }
  }

  private static String blank(long lines) {
    return lines == 0 ? "" : ", and " + count(lines, "blank line");
  }

  private void clocks() {
    int shown = 0;
    long odd = 0;
    for (Map.Entry<String, ClockSurvey.Findings> each : report.found().clocks().entrySet()) {
      ClockSurvey.Findings clock = each.getValue();
      if (clock.stepsBack() + clock.repeatedTimes() + clock.gaps() == 0) {
        continue;
      }
      odd++;
      if (shown < DEVICES_SHOWN) {
        shown++;
        clock(each.getKey(), clock);
      }
    }
    if (odd == 0) {
      line("clock", "no step back, no repeated time, no gap");
    }
    rest(odd, shown);
  }

  private void clock(String group, ClockSurvey.Findings clock) {
    line(
        "clock",
        (group.isEmpty() ? "" : report.devices().get(group) + ": ")
            + count(clock.stepsBack(), "step")
            + " back, "
            + count(clock.repeatedTimes(), "repeated time")
            + ", "
            + count(clock.gaps(), "gap")
            + clock
                .median()
                .map(m -> " (longer than " + report.gapFactor() + " times the median, " + m + ")")
                .orElse(""));
    clock.firstStepsBack().forEach(step -> more("step back at " + describe(step)));
    rest(clock.stepsBack(), clock.firstStepsBack().size());
    if (clock.repeatedTimes() > 0) {
      more(
          "repeated times at line "
              + clock.firstRepeatedLines().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(", "))
              + (clock.repeatedTimes() > clock.firstRepeatedLines().size() ? ", ..." : ""));
    }
    clock.longestGaps().forEach(step -> more("gap at " + describe(step)));
    rest(clock.gaps(), clock.longestGaps().size());
  }

  private static String describe(ClockSurvey.Step step) {
    return "line " + step.line() + ": " + step.from() + " to " + step.to() + ", " + step.length();
  }

  private void sent() {
    Tally.Numbers sent = report.sent();
    line(
        "sent",
        count(sent.sentRows(), "row")
            + " in "
            + count(sent.sentStatements(), "statement")
            + ", "
            + seconds(report.sending())
            + rate(sent.sentStatements(), report.sending()));
    line("arrived", sent.acknowledgedRows() + " acknowledged" + afterwards());
    if (sent.busy() + sent.lost() > 0) {
      line("sent again", sent.busy() + " when busy, " + sent.lost() + " without an answer");
    }
    sent.refused().forEach((reason, rows) -> line("refused", count(rows, "row") + ": " + reason));
    sent.lastRefusal().ifPresent(text -> more("the last one: " + text));
    long stored = report.arrival().map(Report.Arrival::stored).orElse(sent.acknowledgedRows());
    if (stored < sent.acknowledgedRows()) {
      line("LOST", count(sent.acknowledgedRows() - stored, "row") + " acknowledged, not stored");
    }
    line("", verdict());
  }

  private String afterwards() {
    return report
        .arrival()
        .map(
            all ->
                ", "
                    + all.stored()
                    + " stored, "
                    + all.anchored()
                    + " anchored "
                    + seconds(all.waited())
                    + " later")
        .orElse("");
  }

  private String verdict() {
    if (report.isComplete()) {
      return "every row that has a value arrived and is anchored";
    }
    return report.arrival().isEmpty()
        ? "stopped; the gateway was not asked what is anchored"
        : "not every row arrived and is anchored";
  }

  private void line(String what, String text) {
    lines.add(String.format(Locale.ROOT, "  %-11s %s", what, text));
  }

  private void more(String text) {
    lines.add("                " + text);
  }

  private void rest(long all, long shown) {
    if (all > shown) {
      more("and " + (all - shown) + " more");
    }
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
  }

  private static String rate(long statements, Duration time) {
    double seconds = Math.max(1, time.toMillis()) / 1_000.0;
    return String.format(Locale.ROOT, " (%.0f statements a second)", statements / seconds);
  }
}
