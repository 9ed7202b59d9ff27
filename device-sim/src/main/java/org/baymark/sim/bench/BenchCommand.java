package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.alliance.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private static final int CONNECTIONS_MAX = 500;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

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

  @Mixin private BenchOptions options = new BenchOptions();

  public BenchCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    demand(
        connections >= 1 && connections <= CONNECTIONS_MAX,
        "--connections is from 1 to " + CONNECTIONS_MAX);
    List<Suite> suites = suites();
    return options.run(spec.commandLine(), (folder, progress) -> measure(suites, folder, progress));
  }

  private ObjectNode measure(List<Suite> suites, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    PrintWriter out = spec.commandLine().getOut();
    Surroundings surroundings = Surroundings.of(Machine.of(folder), connections, options.seconds());
    surroundings.lines().forEach(out::println);
    out.flush();
    GatewayBench bench =
        new GatewayBench(connections, options.seconds(), launcher, clock, progress);
    List<Result> results = new ArrayList<>();
    for (Suite each : suites) {
      results.add(bench.run(each, folder.resolve(each.name().toLowerCase(Locale.ROOT))));
    }
    out.println();
    ResultText.lines(results).forEach(out::println);
    return numbers(surroundings, results);
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

  private static ObjectNode numbers(Surroundings surroundings, List<Result> results) {
    ObjectNode root = BenchOptions.JSON.createObjectNode();
    root.set("made", BenchOptions.JSON.valueToTree(surroundings));
    for (Result result : results) {
      ObjectNode node = BenchOptions.JSON.valueToTree(result);
      node.put("statementsPerCpuSecond", result.perCpuSecond());
      node.put("ratioToBareVerification", result.ratio());
      node.put("statementsPerSecond", result.perSecond());
      root.withArray("results").add(node);
    }
    return root;
  }

  private void demand(boolean right, String sentence) {
    BenchOptions.demand(spec.commandLine(), right, sentence);
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
