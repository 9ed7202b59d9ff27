package org.baymark.sim.replay;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words that say which file it is and how it is to be read. */
final class RecordingOptions {
  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file = Path.of("");

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      required = true,
      description = "The column that holds the time of a row.")
  private String time = "";

  @Option(
      names = "--time-format",
      paramLabel = "FORMAT",
      defaultValue = "iso",
      description =
          "iso (2013-07-04 00:00:00, with T or a space, with an offset or without), epoch"
              + " (seconds), epoch-ms, or a pattern of Java's DateTimeFormatter, such as"
              + " dd.MM.yyyy HH:mm. Default: ${DEFAULT-VALUE}.")
  private String timeFormat = "";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description =
          "Zone of times that name no offset: UTC, Asia/Shanghai, +08:00. Default:"
              + " ${DEFAULT-VALUE}.")
  private String zone = "";

  @Option(
      names = "--value",
      paramLabel = "COLUMN[:name[:unit]]",
      required = true,
      description =
          "A column of values, the SenML name of its readings (default: the column's) and their"
              + " unit (default: none). May be given several times. A colon within COLUMN is"
              + " written \\:.")
  private List<String> values = List.of();

  @Option(
      names = "--group",
      paramLabel = "COLUMN",
      description = "The column whose values are one device each. Default: one device.")
  private Optional<String> group = Optional.empty();

  @Option(
      names = "--gap",
      paramLabel = "N",
      defaultValue = "5",
      description = "What counts as a gap; see above. Default: ${DEFAULT-VALUE}.")
  private int gapFactor;

  @Option(
      names = "--no-header",
      description = "The first line is a row already; columns are given by number, from 1.")
  private boolean noHeader;

  @Option(
      names = "--separator",
      paramLabel = "CHARACTER",
      defaultValue = ",",
      description = "Between two fields, or \\t for a tab. Default: a comma.")
  private String separator = "";

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      defaultValue = "UTF-8",
      description = "Of the file. Default: ${DEFAULT-VALUE}.")
  private String charset = "";

  /**
   * @throws IllegalArgumentException, with a sentence, if the words make no sense
   */
  Recording recording() {
    List<ValueColumn> columns = values.stream().map(ValueColumn::parse).toList();
    if (columns.stream().map(ValueColumn::name).distinct().count() < columns.size()) {
      throw new IllegalArgumentException("two --value have one name; say COLUMN:name");
    }
    TimeFormat format;
    try {
      format = TimeFormat.of(timeFormat, ZoneId.of(zone));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--time-format is iso, epoch, epoch-ms or a pattern of DateTimeFormatter, not '"
              + timeFormat
              + "': "
              + e.getMessage(),
          e);
    }
    demand(gapFactor >= 1, "--gap is 1 or more, not " + gapFactor);
    Columns.Wanted wanted = new Columns.Wanted(time, group, columns);
    return new Recording(file, charset(), separator(), !noHeader, wanted, format, gapFactor);
  }

  private char separator() {
    String one = separator.equals("\\t") ? "\t" : separator;
    demand(
        one.length() == 1 && "\"\n\r".indexOf(one.charAt(0)) < 0,
        "--separator is one character, and no quote and no end of a line; \\t is a tab");
    return one.charAt(0);
  }

  private Charset charset() {
    try {
      return Charset.forName(charset);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("there is no charset '" + charset + "'", e);
    }
  }

  private static void demand(boolean right, String sentence) {
    if (!right) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
