package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
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
  private static final int SECONDS_MAX = 600;
  private static final int MEMBERS_MIN = 4;
  private static final int MEMBERS_MAX = 10;
  private static final long ENTRIES_MAX = 10_000_000;

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

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Of each load. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "The log holds at least so many when a member joins. Default: ${DEFAULT-VALUE}.")
  private long entries;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the databases go: a folder on the disk that is to be measured. Its content is"
              + " removed afterwards. Default: a new one in the folder for temporary files.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers there too.")
  private Optional<Path> json = Optional.empty();

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
    demand(seconds >= 1 && seconds <= SECONDS_MAX, "--seconds is from 1 to " + SECONDS_MAX);
    demand(entries >= 1 && entries <= ENTRIES_MAX, "--entries is from 1 to " + ENTRIES_MAX);
    if (json.isPresent()) {
      OutputFile.demand(json.get());
    }
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    PrintWriter out = spec.commandLine().getOut();
    List<HeadCost> costs = new ArrayList<>();
    AllianceResult whole;
    Machine machine;
    try (CtrlC ctrlC = CtrlC.interruptsMe();
        BenchFolder folder = BenchFolder.in(data)) {
      machine = Machine.of(folder.path());
      machine.lines().forEach(out::println);
      AllianceText.surroundings(seconds).forEach(out::println);
      out.flush();
      try {
        try (AllianceBench bench = found(launcher, folder.path(), members)) {
          costs.add(bench.headCost());
          whole = bench.whole(entries);
        }
        for (int size : sizes) {
          if (size != members) {
            try (AllianceBench bench = found(launcher, folder.path(), size)) {
              costs.add(bench.headCost());
            }
          }
        }
      } catch (IOException e) {
        if (ctrlC.isPressed()) {
          return ExitCode.INTERRUPTED;
        }
        throw e;
      }
    }
    out.println();
    AllianceText.lines(whole, costs).forEach(out::println);
    out.flush();
    if (json.isPresent()) {
      write(json.get(), machine, whole, costs);
    }
    return ExitCode.DONE;
  }

  private AllianceBench found(Launcher launcher, Path folder, int size)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("n" + size));
    return new AllianceBench(size, seconds, launcher, own, clock, this::tell);
  }

  private void tell(String sentence) {
    spec.commandLine().getErr().println("baymark: " + sentence);
  }

  private static void write(Path file, Machine machine, AllianceResult whole, List<HeadCost> costs)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    root.set("made", mapper.valueToTree(machine));
    root.set("whole", mapper.valueToTree(whole));
    root.set("headCosts", mapper.valueToTree(costs));
    try {
      Files.writeString(file, mapper.writeValueAsString(root) + "\n");
    } catch (IOException e) {
      throw Unusable.unwritten(file, e);
    }
  }

  private void demand(boolean right, String sentence) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }
}
