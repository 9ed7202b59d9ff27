package org.baymark.sim.replay;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.shell.CtrlC;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.OutputFile;
import org.baymark.sim.shell.SuiteName;
import org.baymark.sim.uplink.CoapUplink;
import org.baymark.sim.uplink.MqttUplink;
import org.baymark.sim.uplink.Uplink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code baymark sim replay}: a recorded CSV file, as devices. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Plays a recorded CSV file to a gateway that runs: the recorded times and the exact values,"
          + " signed by one device for the file or for each value of the group column, now. Says"
          + " what it met: steps back of the clock, repeated times, gaps, missing values, rows that"
          + " cannot be understood. Waits until every statement is anchored.",
      "",
      "A gap is a step forward longer than --gap times the median step of that device. Empty"
          + " fields, NaN, NA, N/A, null, none, nil and - count as no value. A column is named as"
          + " the header has it, or by its number: #2."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every row that has a value arrived and is anchored, and no row was skipped.",
      "1:Not so, or the gateway refused a device.",
      "2:The recording, the token file or the keys folder cannot be used.",
      "64:The command line is wrong.",
      "69:The gateway does not answer.",
      "130:Stopped by Ctrl-C; the devices' histories are kept."
    })
public final class ReplayCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file = Path.of("");

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      required = true,
      description = "The gateway's HTTP address, as it prints it when it is ready.")
  private String gateway = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      required = true,
      description = "The file api.token in the gateway's folder.")
  private Path tokenFile = Path.of("");

  @Option(
      names = "--via",
      paramLabel = "PROTOCOL",
      defaultValue = "mqtt",
      description = "mqtt or coap. Default: ${DEFAULT-VALUE}.")
  private String via = "";

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
      names = "--keys",
      paramLabel = "DIR",
      defaultValue = "replay-keys",
      description =
          "The devices' keys and how often they have started; made if it is not there. Never put an"
              + " old copy of it back. Default: ${DEFAULT-VALUE}.")
  private Path keys = Path.of("");

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
      description = "Between two fields, or \\\\t for a tab. Default: a comma.")
  private String separator = "";

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      defaultValue = "UTF-8",
      description = "Of the file. Default: ${DEFAULT-VALUE}.")
  private String charset = "";

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "900",
      description = "How long to wait until all is anchored. Default: ${DEFAULT-VALUE}.")
  private int patience;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the report there as JSON too.")
  private Optional<Path> json = Optional.empty();

  public ReplayCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Recording recording;
    Replay.Manner manner;
    URI address;
    try {
      recording = recording();
      manner = manner();
      address = check(recording);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    if (json.isPresent()) {
      OutputFile.demand(json.get());
    }
    Survey.Findings found = recording.survey();
    GatewayApi api = GatewayApi.open(address, tokenFile);
    GatewayApi.Doors doors = api.doors();
    Replay replay = new Replay(recording, manner, api, clock, this::tell);
    try (CtrlC ctrlC = CtrlC.interruptsMe()) {
      Report report = play(replay, found, doors);
      ReportText.lines(report).forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().flush();
      if (json.isPresent()) {
        ReportJson.write(report, json.get());
      }
      if (report.arrival().isEmpty()) {
        return ExitCode.INTERRUPTED;
      }
      return report.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Report play(Replay replay, Survey.Findings found, GatewayApi.Doors doors)
      throws IOException, InterruptedException {
    SecureRandom random = new SecureRandom();
    ScheduledExecutorService scheduler =
        Executors.newScheduledThreadPool(
            2,
            work -> {
              Thread thread = new Thread(work, "replay");
              thread.setDaemon(true);
              return thread;
            });
    String client = String.format(Locale.ROOT, "replay-%08x", random.nextInt());
    try (KeyFolder folder = KeyFolder.open(keys, random);
        Uplink uplink =
            via.equals("mqtt")
                ? MqttUplink.open(doors.mqtt(), client, scheduler)
                : CoapUplink.open(doors.coap())) {
      return replay.play(found, folder, uplink, scheduler);
    } finally {
      scheduler.shutdownNow();
    }
  }

  private void tell(String sentence) {
    spec.commandLine().getErr().println("baymark: " + sentence);
  }

  private Recording recording() {
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

  private Replay.Manner manner() {
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

  /** Refuses the rest of what makes no sense; answers where the gateway is. */
  private URI check(Recording recording) {
    demand(via.equals("mqtt") || via.equals("coap"), "--via is mqtt or coap, not '" + via + "'");
    int columns = recording.wanted().values().size();
    demand(
        rowsEach >= 1 && (long) rowsEach * columns <= Replay.READINGS_MAX,
        "--readings is from 1 to "
            + Replay.READINGS_MAX / columns
            + " with "
            + columns
            + " --value, not "
            + rowsEach);
    demand(gapFactor >= 1, "--gap is 1 or more, not " + gapFactor);
    demand(patience >= 0, "--patience is 0 or more, not " + patience);
    if (group.isEmpty()) {
      // Said here and not when half is done; names with groups are made when the groups are known.
      Names.of(name, String.valueOf(file.getFileName()), "");
    }
    return GatewayApi.address(gateway)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--gateway looks like http://127.0.0.1:8080, not '" + gateway + "'"));
  }

  private static void demand(boolean right, String sentence) {
    if (!right) {
      throw new IllegalArgumentException(sentence);
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
