package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClockSurveyTest {

  private static ClockSurvey.Findings survey(List<Integer> seconds) {
    ClockSurvey survey = new ClockSurvey();
    for (int i = 0; i < seconds.size(); i++) {
      survey.add(i + 1, Instant.ofEpochSecond(1_000_000_000L + seconds.get(i)));
    }
    return survey.findings(5);
  }

  static Stream<Arguments> clocks() {
    return Stream.of(
        Arguments.of("one row", List.of(0), 0, 0, 0),
        Arguments.of("steady", List.of(0, 10, 20, 30), 0, 0, 0),
        Arguments.of("stands still", List.of(0, 0, 0), 0, 2, 0),
        Arguments.of("five medians are no gap", List.of(0, 10, 20, 70, 80), 0, 0, 0),
        Arguments.of("more than five are", List.of(0, 10, 20, 71, 81), 0, 0, 1),
        Arguments.of("a step back over known times", List.of(0, 10, 20, 10, 20, 30), 1, 2, 0),
        Arguments.of("a step back between known times", List.of(0, 10, 20, 5, 15, 25), 1, 0, 0),
        Arguments.of("all backwards", List.of(30, 20, 10), 2, 0, 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clocks")
  void stepsBackRepeatsAndGapsAreCounted(
      String name, List<Integer> seconds, long back, long repeated, long gaps) {
    ClockSurvey.Findings found = survey(seconds);
    assertEquals(back, found.stepsBack());
    assertEquals(repeated, found.repeatedTimes());
    assertEquals(gaps, found.gaps());
    assertEquals(back, found.firstStepsBack().size());
    assertEquals(gaps, found.longestGaps().size());
  }

  @Test
  void theMedianIsOfStepsForwardOnly() {
    assertEquals(Optional.empty(), survey(List.of(30, 20, 20)).median());
    assertEquals(
        Optional.of(Duration.ofSeconds(10)), survey(List.of(0, 0, 10, 5, 15, 35)).median());
  }

  @Test
  void anExampleNamesTheLineOfTheLaterRow() {
    ClockSurvey.Findings found = survey(List.of(0, 10, 20, 5));
    assertEquals(4, found.firstStepsBack().get(0).line());
    assertEquals(Duration.ofSeconds(-15), found.firstStepsBack().get(0).length());
  }

  @Test
  void theLongestGapsAreKeptTheLongestFirst() {
    ClockSurvey survey = new ClockSurvey();
    long at = 1_000_000_000L;
    for (int i = 0; i < 100; i++) {
      at += 10;
      survey.add(2 * i, Instant.ofEpochSecond(at));
      at += i % 4 == 3 ? 1_000 + i : 10;
      survey.add(2 * i + 1, Instant.ofEpochSecond(at));
    }
    ClockSurvey.Findings found = survey.findings(5);
    assertEquals(25, found.gaps());
    assertEquals(
        List.of(1099L, 1095L, 1091L, 1087L, 1083L, 1079L, 1075L, 1071L, 1067L, 1063L),
        found.longestGaps().stream()
            .map(step -> step.length().toSeconds())
            .collect(Collectors.toList()));
  }
}
