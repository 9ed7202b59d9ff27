package org.baymark.sim.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.baymark.protocol.Version;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.GatewayOptions;
import org.baymark.sim.shell.CtrlC;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.OutputFile;
import org.baymark.sim.uplink.CoapUplink;
import org.baymark.sim.uplink.MqttUplink;
import org.baymark.sim.uplink.Uplink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Mixin private RecordingOptions recorded = new RecordingOptions();
  @Mixin private MannerOptions told = new MannerOptions();

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Option(
      names = "--via",
      paramLabel = "PROTOCOL",
      defaultValue = "mqtt",
      description = "mqtt or coap. Default: ${DEFAULT-VALUE}.")
  private String via = "";

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      defaultValue = "replay-keys",
      description =
          "The devices' keys and how often they have started; made if it is not there. Never put an"
              + " old copy of it back. Default: ${DEFAULT-VALUE}.")
  private Path keys = Path.of("");

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
    try {
      recording = recorded.recording();
      manner = told.manner(recording);
      demandVia();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    gateway.address(spec.commandLine());
    if (json.isPresent()) {
      OutputFile.demand(json.get());
    }
    Survey.Findings found = recording.survey();
    GatewayApi api = gateway.open(spec.commandLine());
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

  private void demandVia() {
    if (!via.equals("mqtt") && !via.equals("coap")) {
      throw new IllegalArgumentException("--via is mqtt or coap, not '" + via + "'");
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
