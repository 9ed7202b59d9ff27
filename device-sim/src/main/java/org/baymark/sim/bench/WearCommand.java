package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.baymark.protocol.Version;
import org.baymark.sim.alliance.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code baymark bench wear}. */
@Command(
    name = "wear",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Starts a node and gateways whose commits wait for 5, 20 and 100 ms, sends each 1,000, 100, 10"
          + " and 1 statements a second, and prints how many bytes the gateway writes to its disk for"
          + " each statement. Nothing is judged."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Measured.",
      "1:A program did not start, or stopped; or the system does not tell what is written.",
      "2:A file cannot be written.",
      "64:The command line is wrong.",
      "130:Stopped by Ctrl-C."
    })
public final class WearCommand implements Callable<Integer> {
  private static final int CONNECTIONS_MAX = 500;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "50",
      description = "MQTT connections, one for each device. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Mixin private BenchOptions options = new BenchOptions();

  public WearCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchOptions.demand(
        spec.commandLine(),
        connections >= 1 && connections <= CONNECTIONS_MAX,
        "--connections is from 1 to " + CONNECTIONS_MAX);
    return options.run(spec.commandLine(), this::measure);
  }

  private ObjectNode measure(Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Machine.of(folder).lines().forEach(out::println);
    made().forEach(out::println);
    out.flush();
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    Wear wear = new Wear(connections, options.seconds(), launcher, clock, progress);
    List<Wear.Cell> cells = new ArrayList<>();
    for (Duration delay : Wear.DELAYS) {
      cells.addAll(wear.run(delay, folder.resolve(delay.toMillis() + "ms")));
    }
    out.println();
    table(cells).forEach(out::println);
    ObjectNode root = BenchOptions.JSON.createObjectNode();
    root.set("results", BenchOptions.JSON.valueToTree(cells));
    return root;
  }

  private List<String> made() {
    return List.of(
        "load      "
            + connections
            + " MQTT 5 connections, QoS 1, ES256; each rate for "
            + options.seconds()
            + " s, 1,000 a second first, into one store for each delay",
        "store     SQLite, write-ahead log, synchronous=FULL; sealed every "
            + Wear.SEAL_AFTER.toSeconds()
            + " s, with an alliance of one member in reach",
        "written   write_bytes of /proc/PID/io of the gateway, and the growth of the database when its"
            + " write-ahead log goes into it");
  }

  private static List<String> table(List<Wear.Cell> cells) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row("statements a second", Wear.DELAYS.stream().map(it -> it.toMillis() + " ms").toList()));
    for (int rate : Wear.RATES) {
      List<Wear.Cell> ofRate = cells.stream().filter(it -> it.perSecond() == rate).toList();
      lines.add(
          row(
              rate + ": bytes written for each",
              ofRate.stream().map(it -> String.format(Locale.ROOT, "%.0f", it.bytes())).toList()));
      lines.add(
          row(
              "  acknowledged, median ms",
              ofRate.stream()
                  .map(it -> String.format(Locale.ROOT, "%.1f", it.latency().median()))
                  .toList()));
    }
    return lines;
  }

  private static String row(String what, List<String> values) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-32s", what));
    values.forEach(value -> line.append(String.format(Locale.ROOT, "%12s", value)));
    return line.toString();
  }
}
