package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
          + " how many signatures this machine verifies when it does nothing else, and beside what"
          + " Mosquitto acknowledges under the same load; then what CoAP, DTLS, quiet clients and"
          + " minutes of load do to it. Nothing is judged."
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
  private static final int HEAP_LEAST = 48;
  private static final int HEAP_MAX = 4_096;
  private static final int IDLE_MAX = 10_000;
  private static final int RATE_MAX = 20_000;
  private static final int MINUTES_MAX = 600;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "50",
      description = "Connections, one for each device. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      defaultValue = "both",
      description = "es256, eddsa, sm2, both (the first two) or all. Default: ${DEFAULT-VALUE}.")
  private String suite = "";

  @Option(
      names = "--part",
      paramLabel = "PART",
      split = ",",
      description =
          "mqtt (beside Mosquitto, if it is installed), coap, dtls, idle (quiet clients over MQTT and"
              + " DTLS), memory or backlog (a day without the alliance); several are separated by"
              + " commas. Default: all of them.")
  private List<String> parts = List.of();

  @Option(
      names = "--heap",
      paramLabel = "MEGABYTES",
      defaultValue = "64",
      description = "Heap of the gateway. Default: ${DEFAULT-VALUE}.")
  private int heap;

  @Option(
      names = "--idle",
      paramLabel = "N",
      defaultValue = "" + IdleBench.CLIENTS,
      description = "Quiet clients. Default: ${DEFAULT-VALUE}.")
  private int idle;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Statements a second of the part memory. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Of the part memory. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Mixin private BenchOptions options = new BenchOptions();

  public BenchCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    demand(
        connections >= 1 && connections <= CONNECTIONS_MAX,
        "--connections is from 1 to " + CONNECTIONS_MAX);
    demand(heap >= HEAP_LEAST && heap <= HEAP_MAX, "--heap is from 48 to 4096 megabytes");
    demand(idle >= 1 && idle <= IDLE_MAX, "--idle is from 1 to " + IDLE_MAX);
    demand(rate >= 1 && rate <= RATE_MAX, "--rate is from 1 to " + RATE_MAX);
    demand(minutes >= 1 && minutes <= MINUTES_MAX, "--minutes is from 1 to " + MINUTES_MAX);
    List<Suite> suites = suites();
    Set<Part> chosen = parts();
    return options.run(
        spec.commandLine(), (folder, progress) -> measure(chosen, suites, folder, progress));
  }

  private ObjectNode measure(
      Set<Part> chosen, List<Suite> suites, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    Surroundings surroundings =
        Surroundings.of(Machine.of(folder), connections, options.seconds(), heap);
    print(surroundings.lines());
    Measuring measuring =
        new Measuring(
            new Measuring.Extent(connections, options.seconds(), heap, idle, rate, minutes),
            suites,
            Launcher.ofEnvironment(System.getenv()),
            folder,
            progress,
            clock);
    List<Result> results = measuring.flows(chosen);
    if (!results.isEmpty()) {
      print(ResultText.lines(results));
    }
    ObjectNode root = numbers(surroundings, results);
    if (chosen.contains(Part.MQTT)) {
      Optional<BrokerResult> broker = measuring.broker();
      print(
          broker
              .map(it -> PartsText.broker(it, results))
              .orElse(
                  List.of("  mosquitto is not installed: nothing to hold the gateway against")));
      broker.ifPresent(it -> root.set("mosquitto", BenchOptions.JSON.valueToTree(it)));
    }
    if (chosen.contains(Part.IDLE)) {
      for (Way way : List.of(Way.MQTT, Way.DTLS)) {
        IdleResult quiet = measuring.idle(way);
        print(PartsText.idle(quiet));
        root.withArray("idle").add(BenchOptions.JSON.valueToTree(quiet));
      }
    }
    if (chosen.contains(Part.MEMORY)) {
      Steady.Outcome steady = measuring.memory();
      print(PartsText.memory(steady));
      root.set("memory", BenchOptions.JSON.valueToTree(steady));
    }
    if (chosen.contains(Part.BACKLOG)) {
      BacklogResult backlog = measuring.backlog();
      print(PartsText.backlog(backlog));
      root.set("backlog", BenchOptions.JSON.valueToTree(backlog));
    }
    return root;
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.println();
    out.flush();
  }

  private Set<Part> parts() {
    Set<Part> chosen = EnumSet.noneOf(Part.class);
    for (String part : parts) {
      chosen.add(
          Stream.of(Part.values())
              .filter(each -> each.name().equalsIgnoreCase(part.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      usage(
                          "--part is mqtt, coap, dtls, idle, memory or backlog, not '"
                              + part
                              + "'")));
    }
    return parts.isEmpty() ? EnumSet.allOf(Part.class) : chosen;
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
