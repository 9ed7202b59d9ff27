package org.baymark.sim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time of the gateway's threads at one moment, summed by what they do (proc(5), task/ID/stat).
 * Empty where the system does not tell. Threads that ended are no longer there: for a JVM under
 * steady load these are a few compiler threads.
 */
record ThreadTimes(Map<String, Double> seconds) {
  /** The kernel counts in hundredths of a second, whatever its own tick (proc(5), sysconf). */
  private static final double TICK_SECONDS = 0.01;

  private static final int USER_TIME = 11; // field 14, counted behind the name, from 0
  private static final int SYSTEM_TIME = 12;

  static ThreadTimes of(long pid) {
    Map<String, Double> seconds = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      tasks.forEach(task -> add(task, seconds));
    } catch (IOException | UncheckedIOException e) {
      return new ThreadTimes(Map.of());
    }
    return new ThreadTimes(seconds);
  }

  private static void add(Path task, Map<String, Double> seconds) {
    String stat;
    try {
      stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return; // it has just ended
    }
    int open = stat.indexOf('(');
    int close = stat.lastIndexOf(')');
    String[] fields = stat.substring(close + 2).split(" ");
    double used =
        (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * TICK_SECONDS;
    seconds.merge(work(stat.substring(open + 1, close)), used, Double::sum);
  }

  /** What a thread of this name does; the kernel keeps 15 characters of a name. */
  private static String work(String name) {
    if (name.startsWith("verify-")) {
      return "parsing and verifying";
    }
    if (name.startsWith("store-write")) {
      return "storing";
    }
    if (name.startsWith("store-read")) {
      return "reading the store";
    }
    if (name.startsWith("vert.x-eventloo")) {
      return "network";
    }
    if (name.startsWith("batch")) {
      return "sealing batches";
    }
    if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
      return "JVM: compiling";
    }
    if (name.startsWith("GC ") || name.startsWith("G1 ")) {
      return "JVM: collecting garbage";
    }
    return "everything else";
  }

  /** What was used since {@code before}, as shares of the whole, by kind of work. */
  Map<String, Double> sharesSince(ThreadTimes before) {
    Map<String, Double> used = new TreeMap<>();
    seconds.forEach(
        (work, now) -> used.put(work, Math.max(0, now - before.seconds.getOrDefault(work, 0.0))));
    double all = used.values().stream().mapToDouble(each -> each).sum();
    used.replaceAll((work, each) -> all == 0 ? 0 : each / all);
    return used;
  }
}
