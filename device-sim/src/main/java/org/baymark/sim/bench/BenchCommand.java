package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.shell.CtrlC;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.OutputFile;
import org.baymark.sim.shell.Unusable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baymark bench gateway}. */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Starts an anchor node and a gateway, lets devices send statements that were signed"
          + " beforehand, and prints how many the gateway takes for a second of its CPU time, beside"
          + " how many signatures this machine verifies when it does nothing else. Nothing is judged."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Measured.",
      "1:A program did not start, or stopped.",
      "2:A file cannot be written.",
      "64:The command line is wrong.",
      "130:Stopped by Ctrl-C."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int SECONDS_MAX = 600;
  private static final int CONNECTIONS_MAX = 500;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "Of full load, and of moderate load. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "50",
      description = "MQTT connections, one for each device. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      defaultValue = "both",
      description = "es256, eddsa, sm2, both (the first two) or all. Default: ${DEFAULT-VALUE}.")
  private String suite = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the databases go: a folder on the disk that is to be measured. Its content is"
              + " removed afterwards. Default: a new one in the folder for temporary files.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers there too.")
  private Optional<Path> json = Optional.empty();

  public BenchCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    demand(seconds >= 1 && seconds <= SECONDS_MAX, "--seconds is from 1 to " + SECONDS_MAX);
    demand(
        connections >= 1 && connections <= CONNECTIONS_MAX,
        "--connections is from 1 to " + CONNECTIONS_MAX);
    List<Suite> suites = suites();
    if (json.isPresent()) {
      OutputFile.demand(json.get());
    }
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    Surroundings surroundings;
    List<Result> results = new ArrayList<>();
    try (CtrlC ctrlC = CtrlC.interruptsMe();
        BenchFolder folder = BenchFolder.in(data)) {
      surroundings = Surroundings.of(Machine.of(folder.path()), connections, seconds);
      surroundings.lines().forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().flush();
      try {
        GatewayBench bench = new GatewayBench(connections, seconds, launcher, clock, this::tell);
        for (Suite each : suites) {
          Path own = folder.path().resolve(each.name().toLowerCase(Locale.ROOT));
          results.add(bench.run(each, own));
        }
      } catch (IOException e) {
        if (ctrlC.isPressed()) {
          return ExitCode.INTERRUPTED;
        }
        throw e;
      }
    }
    spec.commandLine().getOut().println();
    ResultText.lines(results).forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
    if (json.isPresent()) {
      write(json.get(), surroundings, results);
    }
    return ExitCode.DONE;
  }

  private List<Suite> suites() {
    return switch (suite.toLowerCase(Locale.ROOT)) {
      case "es256" -> List.of(Suite.ES256);
      case "eddsa" -> List.of(Suite.EDDSA);
      case "sm2" -> List.of(Suite.SM2);
      case "both" -> List.of(Suite.ES256, Suite.EDDSA);
      case "all" -> List.of(Suite.values());
      default -> throw usage("--suite is es256, eddsa, sm2, both or all, not '" + suite + "'");
    };
  }

  private void tell(String sentence) {
    spec.commandLine().getErr().println("baymark: " + sentence);
  }

  private static void write(Path file, Surroundings surroundings, List<Result> results)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    root.set("made", mapper.valueToTree(surroundings));
    for (Result result : results) {
      ObjectNode node = mapper.valueToTree(result);
      node.put("statementsPerCpuSecond", result.perCpuSecond());
      node.put("ratioToBareVerification", result.ratio());
      node.put("statementsPerSecond", result.perSecond());
      root.withArray("results").add(node);
    }
    try {
      Files.writeString(file, mapper.writeValueAsString(root) + "\n");
    } catch (IOException e) {
      throw Unusable.unwritten(file, e);
    }
  }

  private void demand(boolean right, String sentence) {
    if (!right) {
      throw usage(sentence);
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
