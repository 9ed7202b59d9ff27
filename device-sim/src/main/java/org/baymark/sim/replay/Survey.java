package org.baymark.sim.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a recording holds: gathered row by row before anything of it is sent. */
final class Survey {

  /** A row that is skipped, and why. */
  record Skipped(long line, String why) {}

  /**
   * What was met.
   *
   * @param rows all but blank lines and the header
   * @param playable rows that have something to send, in all groups
   * @param withoutValue rows that are well-formed and have no value
   * @param malformed number of malformed rows; {@code firstMalformed} holds the first ones
   * @param missing values that are missing, for each value column
   * @param neverWere times that their zone went over; see {@link TimeFormat.Oddity}
   * @param wereTwice times that their zone had twice
   * @param clocks what the clock of each group did, in the order of their first rows
   */
  record Findings(
      long rows,
      long playable,
      long blankLines,
      long withoutValue,
      long malformed,
      List<Skipped> firstMalformed,
      List<Long> missing,
      long neverWere,
      long wereTwice,
      Map<String, ClockSurvey.Findings> clocks) {}

  private final long[] missing;
  private final Map<String, ClockSurvey> clocks = new LinkedHashMap<>();
  private final List<Skipped> firstMalformed = new ArrayList<>();
  private long rows;
  private long playable;
  private long withoutValue;
  private long malformed;
  private long neverWere;
  private long wereTwice;

  Survey(int valueColumns) {
    this.missing = new long[valueColumns];
  }

  void add(Row row) {
    rows++;
    for (int i = 0; i < missing.length; i++) {
      missing[i] += row.values().get(i).isPresent() ? 0 : 1;
    }
    switch (row.moment().oddity()) {
      case NEVER_WAS -> neverWere++;
      case WAS_TWICE -> wereTwice++;
      case NONE -> {}
    }
    if (row.hasValue()) {
      playable++;
      clocks
          .computeIfAbsent(row.group(), group -> new ClockSurvey())
          .add(row.line(), row.moment().instant());
    } else {
      withoutValue++;
    }
  }

  void skip(long line, MalformedRow fault) {
    rows++;
    malformed++;
    if (firstMalformed.size() < ClockSurvey.EXAMPLES_MAX) {
      firstMalformed.add(new Skipped(line, String.valueOf(fault.getMessage())));
    }
  }

  /** Groups that have something to send, so far. */
  int groups() {
    return clocks.size();
  }

  Findings findings(long blankLines, int gapFactor) {
    Map<String, ClockSurvey.Findings> found = new LinkedHashMap<>();
    clocks.forEach((group, clock) -> found.put(group, clock.findings(gapFactor)));
    return new Findings(
        rows,
        playable,
        blankLines,
        withoutValue,
        malformed,
        List.copyOf(firstMalformed),
        IntStream.range(0, missing.length).mapToObj(i -> missing[i]).toList(),
        neverWere,
        wereTwice,
        found);
  }
}
