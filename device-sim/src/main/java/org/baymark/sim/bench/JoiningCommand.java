package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.baymark.protocol.Version;
import org.baymark.sim.alliance.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code baymark bench joining}. */
@Command(
    name = "joining",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Founds an alliance of one member, fills its log, admits a second member, and prints how long"
          + " that one takes to copy the log, to execute all of it and to certify a head. Nothing is"
          + " judged."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Measured.",
      "1:A program did not start, or stopped.",
      "2:A file cannot be written.",
      "64:The command line is wrong.",
      "130:Stopped by Ctrl-C."
    })
public final class JoiningCommand implements Callable<Integer> {
  private static final long ENTRIES_MAX = 10_000_000;
  private static final double MIB = 1 << 20;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Of the log, headers of one subject each. Default: ${DEFAULT-VALUE}.")
  private long entries;

  @Mixin private BenchOptions options = new BenchOptions();

  public JoiningCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchOptions.demand(
        spec.commandLine(),
        entries >= 1 && entries <= ENTRIES_MAX,
        "--entries is from 1 to " + ENTRIES_MAX);
    return options.run(spec.commandLine(), this::measure);
  }

  private ObjectNode measure(Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    Machine machine = Machine.of(folder);
    print(machine.lines());
    print(AllianceText.members());
    print(
        List.of(
            "load      "
                + Joining.FILERS
                + " gateways, each with one header of one subject on its way (of "
                + BenchGateway.SUBJECTS
                + " that come again)",
            ""));
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    Joining.Outcome outcome = new Joining(launcher, folder, clock, progress).measure(entries);
    print(lines(outcome));
    ObjectNode root = BenchOptions.JSON.createObjectNode();
    root.set("made", BenchOptions.JSON.valueToTree(machine));
    root.set("joining", BenchOptions.JSON.valueToTree(outcome));
    return root;
  }

  private static List<String> lines(Joining.Outcome it) {
    return List.of(
        AllianceText.figure(
            "one member alone took and certified, entries a second", "%.0f", it.filledPerSecond()),
        AllianceText.figure("a second member copied and executed so many", "%.0f", it.entries()),
        AllianceText.figure(
            "  until it showed a head over them, its start included, s", "%.1f", it.seconds()),
        AllianceText.figure("  entries a second", "%.0f", it.entries() / it.seconds()),
        AllianceText.figure("  resident memory, the most, MiB", "%.0f", it.residentBytes() / MIB),
        AllianceText.figure("  its database, bytes an entry", "%.0f", it.databaseBytes()));
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }
}
