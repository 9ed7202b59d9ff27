package org.baymark.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The parts beside the load itself, for people. */
final class PartsText {
  private static final double MIB = 1 << 20;

  private PartsText() {}

  /** Mosquitto, and each way of the gateway as a ratio to it. */
  static List<String> broker(BrokerResult broker, List<Result> results) {
    List<String> lines = new ArrayList<>();
    lines.add(row("mosquitto: acknowledged messages a second", "%.0f", broker.perSecond()));
    lines.add(row("  CPU of it meanwhile, cores", "%.2f", broker.cpuSeconds() / broker.seconds()));
    lines.add(row("  acknowledged, full load, median ms", "%.1f", broker.full().median()));
    lines.add(row("    99 of 100 within, ms", "%.1f", broker.full().p99()));
    lines.add(row("  the same at 200 a second, median ms", "%.1f", broker.moderate().median()));
    lines.add(row("    99 of 100 within, ms", "%.1f", broker.moderate().p99()));
    lines.add(row("  resident memory after full load, MiB", "%.0f", broker.residentBytes() / MIB));
    for (Result result : results) {
      lines.add(
          row(
              "gateway, %s %s: statements to its messages".formatted(result.way(), result.suite()),
              "%.2f",
              result.perSecond() / broker.perSecond()));
    }
    return lines;
  }

  static List<String> idle(IdleResult idle) {
    String way = idle.way() + ", idle: ";
    List<String> lines = new ArrayList<>();
    lines.add(row(way + "clients taken", "%.0f", idle.clients()));
    if (idle.way() == Way.MQTT) {
      lines.add(row("  still connected at the end", "%.0f", idle.still()));
    }
    lines.add(row("  resident memory before, MiB", "%.0f", idle.before() / MIB));
    lines.add(row("  with them, MiB", "%.0f", idle.with() / MIB));
    lines.add(row("  statements of others acknowledged", "%.0f", idle.acknowledged()));
    lines.add(row("  answers that acknowledged nothing", "%.0f", idle.others()));
    lines.add(row("  acknowledged, median ms", "%.1f", idle.latency().median()));
    lines.add(row("  99 of 100 within, ms", "%.1f", idle.latency().p99()));
    return lines;
  }

  /** Resident memory after the first minute, at half time and at the end. */
  static List<String> memory(Steady.Outcome steady) {
    List<String> lines = new ArrayList<>();
    lines.add(row("memory, at so many statements a second", "%.0f", steady.perSecond()));
    int minutes = Math.max(1, steady.seconds() / 60);
    IntStream.of(1, minutes / 2, minutes)
        .filter(minute -> minute > 0)
        .distinct()
        .forEach(
            minute ->
                lines.add(
                    row(
                        "  resident after minute " + minute + ", MiB",
                        "%.0f",
                        steady.residentAt(60 * minute) / MIB)));
    lines.add(row("  the most that was seen, MiB", "%.0f", steady.mostBetween(0, 2) / MIB));
    lines.add(row("  statements acknowledged", "%.0f", steady.acknowledged()));
    lines.add(row("  answers that acknowledged nothing", "%.0f", steady.others()));
    lines.add(row("  acknowledged, median ms", "%.1f", steady.latency().median()));
    lines.add(row("  99 of 100 within, ms", "%.1f", steady.latency().p99()));
    return lines;
  }

  static List<String> backlog(BacklogResult backlog) {
    List<String> lines = new ArrayList<>();
    lines.add(row("backlog, batches that waited", "%.0f", backlog.batches()));
    lines.add(row("  statements in them", "%.0f", backlog.statements()));
    lines.add(row("  first of them anchored, s after the node", "%.1f", backlog.firstSeconds()));
    lines.add(row("  all of them, s after the node", "%.1f", backlog.allSeconds()));
    lines.add(
        row("  drained from the first on, batches a second", "%.0f", backlog.batchesPerSecond()));
    lines.add(row("  statements acknowledged meanwhile", "%.0f", backlog.acknowledged()));
    lines.add(row("  answers that acknowledged nothing", "%.0f", backlog.others()));
    lines.add(row("  acknowledged, median ms", "%.1f", backlog.latency().median()));
    lines.add(row("  99 of 100 within, ms", "%.1f", backlog.latency().p99()));
    return lines;
  }

  private static String row(String what, String format, double value) {
    return String.format(
        Locale.ROOT, "  %-52s%12s", what, String.format(Locale.ROOT, format, value));
  }
}
