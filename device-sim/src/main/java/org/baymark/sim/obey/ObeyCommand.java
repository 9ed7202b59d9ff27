package org.baymark.sim.obey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.GatewayOptions;
import org.baymark.sim.fleet.Obedience;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.Unusable;
import org.baymark.sim.uplink.CoapEar;
import org.baymark.sim.uplink.CoapUplink;
import org.baymark.sim.uplink.Ear;
import org.baymark.sim.uplink.MqttEar;
import org.baymark.sim.uplink.MqttUplink;
import org.baymark.sim.uplink.Uplink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baymark sim obey}: a device that does what 'baymark gateway command' tells it. */
@Command(
    name = "obey",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "One sensor that reports to a gateway that runs, and obeys its commands: it takes the time,"
            + " reports at another interval, and goes over to a new key, which then stands in its"
            + " key file. The gateway has to know it, with the kinds hello and telemetry. What it"
            + " remembers stands in KEY.memory.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It served its time.",
      "1:Not so, or the gateway stopped answering.",
      "2:A file cannot be used.",
      "64:The command line is wrong.",
      "69:The gateway does not answer."
    })
public final class ObeyCommand implements Callable<Integer> {
  private static final int CARD_SIZE_MAX = 4_096;
  private static final int SECONDS_MAX = 604_800;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Option(
      names = "--gateway-card",
      paramLabel = "FILE",
      required = true,
      description = "The file gateway.card in the gateway's folder: whom it obeys.")
  private Path card = Path.of("");

  @Option(names = "--key", paramLabel = "FILE", required = true, description = "The key file.")
  private Path key = Path.of("");

  @Option(names = "--name", paramLabel = "URN", required = true, description = "Who it is.")
  private String name = "";

  @Option(
      names = "--over",
      paramLabel = "WAY",
      defaultValue = "mqtt",
      description = "mqtt, or coap: it asks every second then. Default: ${DEFAULT-VALUE}.")
  private String over = "";

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Between reports, until it is told another. Default: ${DEFAULT-VALUE}.")
  private int interval;

  @Option(
      names = "--ahead",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "How wrong its clock is at first. Default: ${DEFAULT-VALUE}.")
  private int ahead;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long it serves. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  public ObeyCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    DevUrn device = new DevUrn(name);
    Registration whom = whom();
    Path memoryFile = key.resolveSibling(key.getFileName() + ".memory");
    Obedience first = new Obedience(0, Duration.ofSeconds(ahead), Duration.ofSeconds(interval));
    MemoryFile memory = MemoryFile.read(memoryFile, new MemoryFile(0, first));
    GatewayApi api = gateway.open(spec.commandLine());
    GatewayApi.Doors doors = api.doors();
    ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    boolean isMqtt = over.equals("mqtt");
    try (Uplink uplink = uplink(isMqtt ? doors.mqtt() : doors.coap(), device, scheduler);
        Ear ear =
            isMqtt ? MqttEar.open(doors.mqtt(), device) : CoapEar.open(doors.coap(), device)) {
      Servant servant =
          new Servant(
              device,
              key,
              memoryFile,
              memory,
              whom,
              api,
              uplink,
              ear,
              clock,
              spec.commandLine().getOut());
      int obeyed = servant.serve(clock.instant().plusSeconds(seconds));
      spec.commandLine().getOut().println(device + " obeyed " + obeyed + " commands");
      return ExitCode.DONE;
    } finally {
      scheduler.shutdownNow();
    }
  }

  private static Uplink uplink(URI door, DevUrn device, ScheduledExecutorService scheduler)
      throws IOException {
    String id = String.format(Locale.ROOT, "obey-%08x", device.text().hashCode());
    return door.getScheme().equals("mqtt")
        ? MqttUplink.open(door, id, scheduler)
        : CoapUplink.open(door);
  }

  private void check() {
    gateway.address(spec.commandLine());
    if (!DevUrn.isValid(name)) {
      throw wrong("'" + name + "' is not a device name; one looks so: urn:dev:org:32473-logger-1");
    }
    if (!over.equals("mqtt") && !over.equals("coap")) {
      throw wrong("--over is mqtt or coap, not '" + over + "'");
    }
    if (interval < 1 || interval > SECONDS_MAX || seconds < 1 || seconds > SECONDS_MAX) {
      throw wrong("--interval and --for are from 1 to " + SECONDS_MAX + " seconds");
    }
  }

  /** Name and key of the gateway, as its card has them. */
  private Registration whom() throws IOException {
    Bytes bytes;
    try {
      bytes = Bytes.of(Files.readAllBytes(card));
    } catch (IOException e) {
      throw Unusable.unread("the gateway's card", card, e);
    }
    return Sign1.parse(bytes, CARD_SIZE_MAX)
        .match(
            signed ->
                Request.parse(signed)
                    .toOptional()
                    .filter(Request.Register.class::isInstance)
                    .map(it -> ((Request.Register) it).registration())
                    .filter(it -> signed.signedBy(it.key()) && it.name().equals(signed.issuer())),
            refused -> Optional.<Registration>empty())
        .orElseThrow(() -> new Unusable(card + " is no gateway's card"));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
