package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.sim.shell.Unusable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingTest {
  @TempDir Path folder;

  private Recording recording(String text, boolean header, String time, String value)
      throws IOException {
    return recording(text, header, time, value, Optional.empty());
  }

  private Recording recording(
      String text, boolean header, String time, String value, Optional<String> group)
      throws IOException {
    Path file = folder.resolve("rec.csv");
    Files.writeString(file, text);
    return new Recording(
        file,
        StandardCharsets.UTF_8,
        ',',
        header,
        new Columns.Wanted(time, group, List.of(ValueColumn.parse(value))),
        TimeFormat.of("iso", ZoneOffset.UTC),
        5);
  }

  @Test
  void everyRowIsPlayableMissingOrMalformed() throws Exception {
    Survey.Findings found =
        recording(
                "\ufefftime,value\r\n"
                    + "2014-01-01 00:00:00,1\r\n"
                    + "2014-01-01 00:05:00,NaN\r\n"
                    + "2014-01-01 00:10:00,x\r\n"
                    + "\r\n"
                    + "2014-01-01 00:15:00\r\n"
                    + "2014-01-01 00:20:00,\"2\"\r\n",
                true,
                "time",
                "value")
            .survey();
    assertEquals(5, found.rows());
    assertEquals(2, found.playable());
    assertEquals(1, found.withoutValue());
    assertEquals(List.of(1L), found.missing());
    assertEquals(2, found.malformed());
    assertEquals(
        List.of(4L, 6L), found.firstMalformed().stream().map(Survey.Skipped::line).toList());
    assertEquals(1, found.blankLines());
  }

  @Test
  void withoutAHeaderColumnsGoByNumber() throws Exception {
    Survey.Findings found =
        recording("2014-01-01 00:00:00,1\n2014-01-01 00:05:00,2\n", false, "1", "2:t").survey();
    assertEquals(2, found.playable());
  }

  @Test
  void eachGroupHasAClockOfItsOwn() throws Exception {
    Survey.Findings found =
        recording(
                "t,v,g\n2014-01-01 00:00:00,1,b\n2013-01-01 00:05:00,2,a\n2014-01-01 00:01:00,3,b\n",
                true,
                "t",
                "v",
                Optional.of("g"))
            .survey();
    assertEquals(List.of("b", "a"), List.copyOf(found.clocks().keySet()));
    assertTrue(found.clocks().values().stream().allMatch(clock -> clock.stepsBack() == 0));
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of("empty", "", true, "time", "value", "is empty"),
        Arguments.of("blank", "\n\n", true, "time", "value", "is empty"),
        Arguments.of("header alone", "time,value\n", true, "time", "value", "no rows"),
        Arguments.of("no such time", "when,value\nx,1\n", true, "time", "value", "'time'"),
        Arguments.of("no such value", "time,v\nx,1\n", true, "time", "value", "'value'"),
        Arguments.of("names are told", "time,v\nx,1\n", true, "time", "value", "time, v"),
        Arguments.of("two of a name", "time,a,a\n", true, "time", "a", "#2"),
        Arguments.of("no such number", "x,1\n", false, "1", "3", "1 to 2"),
        Arguments.of("number zero", "x,1\n", false, "0", "2", "1 to 2"),
        Arguments.of("no number", "x,1\n", false, "time", "2", "1 to 2"),
        Arguments.of("nothing to play", "time,value\nx,1\n", true, "time", "value", "line 2"),
        Arguments.of("no values", "t,v\n2014-01-01,\n", true, "t", "v", "none of them"),
        Arguments.of("broken header", "\"t,v\n", true, "t", "v", "quote"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void aFileThatCannotBeUsedIsTurnedAwayWithASentence(
      String name, String text, boolean header, String time, String value, String said)
      throws IOException {
    Recording recording = recording(text, header, time, value);
    Unusable wrong = assertThrows(Unusable.class, recording::survey);
    assertTrue(String.valueOf(wrong.getMessage()).contains(said), wrong.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws IOException {
    Recording recording = recording("", true, "t", "v");
    Files.delete(recording.file());
    assertThrows(Unusable.class, recording::survey);
  }

  @Test
  void tooManyGroupsAreAWrongColumn() throws IOException {
    StringBuilder text = new StringBuilder("t,v,g\n");
    for (int i = 0; i <= Recording.GROUPS_MAX; i++) {
      text.append("2014-01-01,1,").append(i).append('\n');
    }
    Recording recording = recording(text.toString(), true, "t", "v", Optional.of("g"));
    assertThrows(Unusable.class, recording::survey);
  }
}
