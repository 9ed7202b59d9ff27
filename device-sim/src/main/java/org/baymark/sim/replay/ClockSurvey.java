package org.baymark.sim.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks at the times of one device in the order of the file: steps back, repeated times, gaps. A
 * gap is a step forward longer than a factor times the median of all steps forward of this device.
 */
final class ClockSurvey {
  /** So many examples of each kind are kept for the report. */
  static final int EXAMPLES_MAX = 10;

  /** A step from one row to the next; the line is that of the later row. */
  record Step(long line, Instant from, Instant to) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  /**
   * What was met.
   *
   * @param repeatedTimes rows whose time an earlier row has already
   * @param median of the steps forward; empty where there is none
   * @param gaps number of them; {@code longestGaps} holds the longest
   */
  record Findings(
      long stepsBack,
      List<Step> firstStepsBack,
      long repeatedTimes,
      List<Long> firstRepeatedLines,
      Optional<Duration> median,
      long gaps,
      List<Step> longestGaps) {}

  private final Set<Instant> seen = new HashSet<>();
  private final TreeMap<Duration, Long> forward = new TreeMap<>();
  private final List<Step> longest = new ArrayList<>();
  private final List<Step> firstStepsBack = new ArrayList<>();
  private final List<Long> firstRepeatedLines = new ArrayList<>();
  private long stepsBack;
  private long repeatedTimes;
  private Optional<Instant> last = Optional.empty();

  /** Takes the next row of the device. */
  void add(long line, Instant time) {
    if (!seen.add(time)) {
      repeatedTimes++;
      keep(firstRepeatedLines, line);
    }
    last.ifPresent(before -> step(new Step(line, before, time)));
    last = Optional.of(time);
  }

  private void step(Step step) {
    Duration length = step.length();
    if (length.isNegative()) {
      stepsBack++;
      keep(firstStepsBack, step);
    } else if (!length.isZero()) {
      forward.merge(length, 1L, Long::sum);
      keepLongest(step);
    }
  }

  private static <T> void keep(List<T> examples, T example) {
    if (examples.size() < EXAMPLES_MAX) {
      examples.add(example);
    }
  }

  private void keepLongest(Step step) {
    if (longest.size() == EXAMPLES_MAX
        && longest.get(EXAMPLES_MAX - 1).length().compareTo(step.length()) >= 0) {
      return;
    }
    longest.add(step);
    longest.sort(Comparator.comparing(Step::length).reversed()); // stable: the earlier one first
    if (longest.size() > EXAMPLES_MAX) {
      longest.remove(EXAMPLES_MAX);
    }
  }

  /** What was met among all rows so far, with gaps by this factor. */
  Findings findings(int gapFactor) {
    Optional<Duration> median = median();
    Optional<Duration> limit = median.map(each -> each.multipliedBy(gapFactor));
    long gaps =
        limit
            .map(each -> forward.tailMap(each, false).values().stream().mapToLong(n -> n).sum())
            .orElse(0L);
    List<Step> longestGaps =
        longest.stream()
            .filter(step -> limit.isPresent() && step.length().compareTo(limit.get()) > 0)
            .toList();
    return new Findings(
        stepsBack,
        List.copyOf(firstStepsBack),
        repeatedTimes,
        List.copyOf(firstRepeatedLines),
        median,
        gaps,
        longestGaps);
  }

  /** The lower of the two in the middle where their number is even. */
  private Optional<Duration> median() {
    long left = (forward.values().stream().mapToLong(n -> n).sum() + 1) / 2;
    for (var each : forward.entrySet()) {
      left -= each.getValue();
      if (left <= 0) {
        return Optional.of(each.getKey());
      }
    }
    return Optional.empty();
  }
}
