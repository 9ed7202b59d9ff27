package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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

/** {@code baymark bench alliance}. */
@Command(
    name = "alliance",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Founds alliances on this machine and prints how many batches they certify, how long that"
          + " takes, what a leader that is killed costs, what a member uses, and what one head costs"
          + " as members get more. Takes some ten minutes. Nothing is judged."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Measured.",
      "1:A program did not start, or stopped.",
      "2:A file cannot be written.",
      "64:The command line is wrong.",
      "130:Stopped by Ctrl-C."
    })
public final class AllianceCommand implements Callable<Integer> {
  private static final int MEMBERS_MIN = 4;
  private static final int MEMBERS_MAX = 10;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "4",
      description = "Of the alliance that is measured whole, 4 to 10. Default: ${DEFAULT-VALUE}.")
  private int members;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,4,7,10",
      description = "Of the alliances whose cost of a head is compared. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of();

  @Mixin private BenchOptions options = new BenchOptions();

  public AllianceCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    demand(
        members >= MEMBERS_MIN && members <= MEMBERS_MAX,
        "--members is from " + MEMBERS_MIN + " to " + MEMBERS_MAX);
    demand(
        sizes.stream().allMatch(each -> each >= 1 && each <= MEMBERS_MAX),
        "--sizes are from 1 to " + MEMBERS_MAX);
    return options.run(spec.commandLine(), this::measure);
  }

  private ObjectNode measure(Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    PrintWriter out = spec.commandLine().getOut();
    Machine machine = Machine.of(folder);
    machine.lines().forEach(out::println);
    AllianceText.members().forEach(out::println);
    AllianceText.load(options.seconds()).forEach(out::println);
    out.flush();
    List<HeadCost> costs = new ArrayList<>();
    AllianceResult whole;
    try (AllianceBench bench = found(launcher, folder, members, progress)) {
      long idleBytes = bench.idleBytes();
      costs.add(bench.headCost());
      whole = bench.whole(idleBytes);
    }
    for (int size : sizes) {
      if (size != members) {
        try (AllianceBench bench = found(launcher, folder, size, progress)) {
          costs.add(bench.headCost());
        }
      }
    }
    out.println();
    AllianceText.lines(whole, costs).forEach(out::println);
    ObjectNode root = BenchOptions.JSON.createObjectNode();
    root.set("made", BenchOptions.JSON.valueToTree(machine));
    root.set("whole", BenchOptions.JSON.valueToTree(whole));
    root.set("headCosts", BenchOptions.JSON.valueToTree(costs));
    return root;
  }

  private AllianceBench found(Launcher launcher, Path folder, int size, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("n" + size));
    return new AllianceBench(size, options.seconds(), launcher, own, clock, progress);
  }

  private void demand(boolean right, String sentence) {
    BenchOptions.demand(spec.commandLine(), right, sentence);
  }
}
