package org.baymark.sim.bench;

import java.io.IOException;
import java.io.PrintWriter;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code baymark bench soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Sends a gateway statements at a steady rate, then stops it and checks its store: every"
          + " statement that was acknowledged is there once, no number is missing, the chain of"
          + " batches is whole, and, from ten minutes on, resident memory was at the end at most 5 %%"
          + " above that of half time."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All of that holds.",
      "1:Something does not, or a program did not start, or stopped.",
      "2:A file cannot be written.",
      "64:The command line is wrong.",
      "130:Stopped by Ctrl-C."
    })
public final class SoakCommand implements Callable<Integer> {
  private static final int MINUTES_MAX = 10_080;
  private static final int RATE_MAX = 20_000;
  private static final int CONNECTIONS_MAX = 500;
  private static final int HEAP_LEAST = 48;
  private static final int HEAP_MAX = 4_096;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Statements a second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "50",
      description = "MQTT connections, one for each device. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--heap",
      paramLabel = "MEGABYTES",
      defaultValue = "64",
      description = "Heap of the gateway. Default: ${DEFAULT-VALUE}.")
  private int heap;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the databases go; an hour at 1,000 a second takes 2 GB. Its content is removed"
              + " afterwards. Default: a new one in the folder for temporary files.")
  private Optional<Path> data = Optional.empty();

  public SoakCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLine line = spec.commandLine();
    demand(minutes >= 1 && minutes <= MINUTES_MAX, "--minutes is from 1 to " + MINUTES_MAX);
    demand(rate >= 1 && rate <= RATE_MAX, "--rate is from 1 to " + RATE_MAX);
    demand(
        connections >= 1 && connections <= CONNECTIONS_MAX,
        "--connections is from 1 to " + CONNECTIONS_MAX);
    demand(heap >= HEAP_LEAST && heap <= HEAP_MAX, "--heap is from 48 to 4096 megabytes");
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    try (CtrlC ctrlC = CtrlC.interruptsMe();
        BenchFolder folder = BenchFolder.in(data)) {
      PrintWriter out = line.getOut();
      Machine.of(folder.path()).lines().forEach(out::println);
      out.flush();
      Soak soak =
          new Soak(
              connections,
              rate,
              heap,
              launcher,
              clock,
              sentence -> line.getErr().println("baymark: " + sentence));
      try {
        Soak.Verdict verdict = soak.run(folder.path().resolve("soak"), 60 * minutes);
        lines(verdict).forEach(out::println);
        out.flush();
        return verdict.faults().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
      } catch (IOException e) {
        if (ctrlC.isPressed()) {
          return ExitCode.INTERRUPTED;
        }
        throw e;
      }
    }
  }

  private static List<String> lines(Soak.Verdict verdict) {
    List<String> lines = new ArrayList<>(PartsText.memory(verdict.steady()));
    lines.addAll(verdict.checked());
    verdict.faults().forEach(fault -> lines.add("wrong: " + fault));
    lines.add(
        verdict.faults().isEmpty()
            ? "All that was acknowledged is there once, and the chain is whole."
            : "Not well: " + verdict.faults().size() + " things above.");
    return lines;
  }

  private void demand(boolean right, String sentence) {
    BenchOptions.demand(spec.commandLine(), right, sentence);
  }
}
