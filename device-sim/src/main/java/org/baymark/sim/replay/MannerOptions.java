package org.baymark.sim.replay;

import java.time.Duration;
import java.util.Optional;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.shell.SuiteName;
import picocli.CommandLine.Option;

/** The words that say who plays the recording, and how fast. */
final class MannerOptions {
  @Option(
      names = "--name",
      paramLabel = "URN",
      description =
          "Name of the device; with --group, what all names begin with. Default:"
              + " urn:dev:ops:32473-replay- and the name of the file.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "es256, eddsa or sm2, for new keys. Default: es256.")
  private Optional<String> suite = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "max",
      description =
          "How much faster than recorded, or max. Rows go in the order of the file. Default:"
              + " ${DEFAULT-VALUE}.")
  private String speed = "";

  @Option(
      names = "--readings",
      paramLabel = "N",
      defaultValue = "1",
      description = "Rows in one statement. Default: ${DEFAULT-VALUE}.")
  private int rowsEach;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "900",
      description = "How long to wait until all is anchored. Default: ${DEFAULT-VALUE}.")
  private int patience;

  /**
   * How the recording is to be played.
   *
   * @throws IllegalArgumentException, with a sentence, if the words make no sense
   */
  Replay.Manner manner(Recording recording) {
    int columns = recording.wanted().values().size();
    demand(
        rowsEach >= 1 && (long) rowsEach * columns <= Replay.READINGS_MAX,
        "--readings is from 1 to "
            + Replay.READINGS_MAX / columns
            + " with "
            + columns
            + " --value, not "
            + rowsEach);
    demand(patience >= 0, "--patience is 0 or more, not " + patience);
    if (recording.wanted().group().isEmpty()) {
      // Said here and not when half is done; names with groups are made when the groups are known.
      Names.of(name, String.valueOf(recording.file().getFileName()), "");
    }
    Optional<Suite> chosen = suite.map(SuiteName::parse);
    return new Replay.Manner(name, chosen, factor(), rowsEach, Duration.ofSeconds(patience));
  }

  private Optional<Double> factor() {
    if (speed.equals("max")) {
      return Optional.empty();
    }
    try {
      double factor = Double.parseDouble(speed);
      if (factor > 0 && factor < 1e9) {
        return Optional.of(factor);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("--speed is max or a number above 0, not '" + speed + "'");
  }

  private static void demand(boolean right, String sentence) {
    if (!right) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
