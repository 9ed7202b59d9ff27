package org.baymark.sim.radio;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Kind;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.GatewayOptions;
import org.baymark.sim.fleet.Air;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.fleet.Trip;
import org.baymark.sim.fleet.VirtualDevice;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.uplink.CoapUplink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baymark sim radio}: a sensor whose readings go without a signature each. */
@Command(
    name = "radio",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Sends a sensor's readings as unsigned records over a bad radio (CoAP, non-confirmable) to"
            + " a gateway that runs, and a signed cover for every few of them. Registers the sensor"
            + " there first. Its passport shows what is attested and what was lost.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every cover was accepted.",
      "1:Not so, or the gateway stopped answering.",
      "2:The token file cannot be read.",
      "64:The command line is wrong.",
      "69:The gateway does not answer."
    })
public final class RadioCommand implements Callable<Integer> {
  private static final int RECORDS_MAX = 1_000_000;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "96",
      description = "How many records. Default: ${DEFAULT-VALUE}.")
  private int records;

  @Option(
      names = "--cover-every",
      paramLabel = "N",
      defaultValue = "24",
      description = "Records to a cover, 1 to 1024. Default: ${DEFAULT-VALUE}.")
  private int coverEvery;

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Records to a link: with 1 a lost record costs itself alone, with more the cover is"
              + " smaller. Default: ${DEFAULT-VALUE}.")
  private int stride;

  @Option(
      names = "--lose",
      paramLabel = "PERCENT",
      defaultValue = "3",
      description = "Records that never arrive. Default: ${DEFAULT-VALUE}.")
  private int lose;

  @Option(
      names = "--double",
      paramLabel = "PERCENT",
      defaultValue = "5",
      description = "Records that arrive twice. Default: ${DEFAULT-VALUE}.")
  private int twice;

  @Option(
      names = "--delay",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description = "Records that arrive after later ones. Default: ${DEFAULT-VALUE}.")
  private int delay;

  @Option(
      names = "--pause",
      paramLabel = "MILLIS",
      defaultValue = "20",
      description = "Between two records. Default: ${DEFAULT-VALUE}.")
  private int pause;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The same seed: the same sensor, readings and radio. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--boot",
      paramLabel = "N",
      description = "How often the sensor has started. Default: the time.")
  private Optional<Long> boot = Optional.empty();

  public RadioCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Air air = new Air(seed, rates());
    Sending.Plan plan = new Sending.Plan(Trip.coldChain(seed), records, coverEvery, stride, pause);
    GatewayApi api = gateway.open(spec.commandLine());
    URI coap = api.doors().coap();
    VirtualDevice sensor = Fleet.radio(seed, boot.orElse(clock.instant().getEpochSecond()));
    api.addDevice(
        sensor.name(), sensor.key().verifyingKey(), "Baymark simulation", List.of(Kind.TELEMETRY));
    int covers;
    try (CoapUplink uplink = CoapUplink.open(coap)) {
      covers = new Sending(sensor, air, uplink, clock).send(plan);
    }
    Air.Counts counts = air.counts();
    spec.commandLine()
        .getOut()
        .printf(
            "%s sent %d records: %d lost, %d twice, %d late; %d covers accepted%n",
            sensor.name(), records, counts.lost(), counts.twice(), counts.late(), covers);
    return ExitCode.DONE;
  }

  private Air.Rates rates() {
    gateway.address(spec.commandLine());
    if (records < 1 || records > RECORDS_MAX || pause < 0) {
      throw wrong("--records is from 1 to " + RECORDS_MAX + ", and --pause is not negative");
    }
    if (coverEvery < 1 || coverEvery > Cover.COUNT_MAX || stride < 1 || stride > coverEvery) {
      throw wrong(
          "--cover-every is from 1 to " + Cover.COUNT_MAX + ", and --stride from 1 to that");
    }
    try {
      return new Air.Rates(lose, twice, delay);
    } catch (IllegalArgumentException e) {
      throw wrong("--lose, --double and --delay: " + e.getMessage());
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
