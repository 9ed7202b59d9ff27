package org.baymark.sim.journey;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.GatewayOptions;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code baymark sim run}: a fleet against a gateway that runs already. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Lets a fleet travel past a gateway that runs, misbehaviour included. Registers its devices"
            + " there first.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All that had to be accepted was, and nothing else.",
      "1:Not so, or the gateway stopped answering.",
      "2:The token file cannot be read.",
      "64:The command line is wrong.",
      "69:The gateway does not answer.",
      "130:Stopped by Ctrl-C."
    })
public final class RunCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Mixin private FleetOptions options = new FleetOptions();

  @Option(
      names = "--boot",
      paramLabel = "N",
      description =
          "How often the devices have started. Default: the time, so that a second run is not"
              + " taken for lies.")
  private Optional<Long> boot = Optional.empty();

  public RunCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(spec.commandLine());
    GatewayApi api = gateway.open(spec.commandLine());
    GatewayApi.Doors doors = api.doors();
    Screen screen = Screen.of(System.out, System.getenv());
    Fleet fleet = options.fleet(boot.orElse(clock.instant().getEpochSecond()));
    Enrolment.enrol(fleet, api);
    screen.line(
        options.devices() + " sensors and two scanners are registered at " + gateway.text());
    try (Journey journey = new Journey(fleet, doors.mqtt(), doors.coap(), clock)) {
      journey.begin();
      try (Progress shown = new Progress(screen, journey, api, options.length())) {
        shown.start();
        journey.travel(options.length());
      }
      journey.end();
      Tally.Numbers numbers = journey.tally().numbers();
      screen.line(
          "sent "
              + numbers.sent()
              + ", accepted "
              + numbers.accepted()
              + ", duplicates "
              + numbers.duplicates()
              + ", refused "
              + numbers.refusedInAll()
              + " ("
              + Progress.reasons(numbers.refused())
              + ")");
      if (numbers.forgedAccepted() + numbers.honestRefused() > 0) {
        screen.line("wrong: " + journey.tally().complaint());
        return ExitCode.FAILED;
      }
      return ExitCode.DONE;
    }
  }
}
