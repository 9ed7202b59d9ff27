package org.baymark.sim.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.sim.shell.CtrlC;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.OutputFile;
import org.baymark.sim.shell.Unusable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every measurement of programs can be told, and how it is made. */
final class BenchOptions {
  static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final int SECONDS_MAX = 600;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "Of each load. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the databases go: a folder on the disk that is to be measured. Its content is"
              + " removed afterwards. Default: a new one in the folder for temporary files.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers there too.")
  private Optional<Path> json = Optional.empty();

  int seconds() {
    return seconds;
  }

  /** What measures, in an empty folder; what it prints has to be flushed by itself. */
  interface Measurement {
    ObjectNode run(Path folder, Consumer<String> progress) throws IOException, InterruptedException;
  }

  /** Runs it, and writes what it gives to --json; answers the exit code. */
  int run(CommandLine line, Measurement measurement) throws IOException, InterruptedException {
    demand(line, seconds >= 1 && seconds <= SECONDS_MAX, "--seconds is from 1 to " + SECONDS_MAX);
    if (json.isPresent()) {
      OutputFile.demand(json.get());
    }
    ObjectNode numbers;
    try (CtrlC ctrlC = CtrlC.interruptsMe();
        BenchFolder folder = BenchFolder.in(data)) {
      try {
        numbers =
            measurement.run(
                folder.path(), sentence -> line.getErr().println("baymark: " + sentence));
      } catch (IOException e) {
        if (ctrlC.isPressed()) {
          return ExitCode.INTERRUPTED;
        }
        throw e;
      }
    }
    line.getOut().flush();
    if (json.isPresent()) {
      write(json.get(), numbers);
    }
    return ExitCode.DONE;
  }

  private static void write(Path file, ObjectNode numbers) throws IOException {
    try {
      Files.writeString(file, JSON.writeValueAsString(numbers) + "\n");
    } catch (IOException e) {
      throw Unusable.unwritten(file, e);
    }
  }

  static void demand(CommandLine line, boolean right, String sentence) {
    if (!right) {
      throw new ParameterException(line, sentence);
    }
  }
}
