package org.baymark.protocol.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.inspect.Case;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs somebody's encoder against the vectors and prints how each case went. */
@Command(
    name = "conform",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Check a device's encoder against the vectors, byte for byte.",
    description = {
      "",
      "For each accepted statement of DIR/statements.json, each record and each cover of"
          + " DIR/chain.json, each label, proof of possession and roll-over of DIR/enrolment.json,"
          + " CMD is run by a shell. It gets one JSON object on one line of its standard input,"
          + " which says all that it has to say, and prints the bytes in hexadecimal; white space"
          + " does not matter. PROTOCOL.md, section 21.1, describes the members of the object.",
      "",
      "An answer is right if it is the vector's byte for byte. Only signatures may be others that"
          + " verify: the encoder takes those that it is given, or signs with the secret that it"
          + " is given.",
      "",
      "An encoder that does not make what a case holds, a float or a record, prints nothing and exits"
          + " with 77: the case is counted as not made, and is no failure.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every case is ok or not made, and at least one is ok",
      "1:a case is neither, or none is ok",
      "2:the vectors cannot be read, or CMD cannot be run",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class ConformCommand implements Callable<Integer> {
  /** After so many cases in a row without an answer in time nobody waits for the others. */
  private static final int SILENT_MAX = 3;

  /** What a shell says of a command that it cannot run (POSIX, 2.8.2). */
  private static final int CANNOT_RUN = 126;

  private static final int NOT_FOUND = 127;

  /** What an encoder says that does not make what the case holds; test programs skip so, too. */
  private static final int NOT_MADE = 77;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--vectors",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the vectors: firmware-protocol/vectors.")
  private @Nullable Path vectors;

  @Option(
      names = "--encoder",
      required = true,
      paramLabel = "CMD",
      description = "The command, as a shell takes it.")
  private @Nullable String encoder;

  @Option(
      names = "--kind",
      paramLabel = "KINDS",
      split = ",",
      description =
          "Only the cases of these kinds, comma-separated: telemetry,scan. Beside the kinds of"
              + " statements there are record, cover, label, possession and roll-over.")
  private @Nullable List<String> kinds;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long CMD may take for one case: 1 to 600. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = VerifyCommand.given(spec);
    if (seconds < 1 || seconds > 600) {
      throw new ParameterException(command.commandLine(), "--timeout is 1 to 600, not " + seconds);
    }
    PrintWriter out = command.commandLine().getOut();
    try (Encoder program = new Encoder(VerifyCommand.given(encoder), Duration.ofSeconds(seconds))) {
      return run(cases(command), program, out);
    } catch (Unusable e) {
      return unusable(command, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return unusable(command, "the encoder cannot be run: " + e.getMessage());
    }
  }

  private List<Case> cases(CommandSpec command) throws Unusable {
    List<Case> all = Files.cases(VerifyCommand.given(vectors));
    List<String> wanted = kinds;
    if (wanted == null) {
      return all;
    }
    List<Case> chosen = all.stream().filter(one -> wanted.contains(one.kind())).toList();
    if (chosen.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--kind: no case is of kind " + String.join(", ", wanted));
    }
    return chosen;
  }

  private static int run(List<Case> cases, Encoder program, PrintWriter out)
      throws IOException, InterruptedException, Unusable {
    int ok = 0;
    int notMade = 0;
    int silent = 0;
    int width = cases.stream().mapToInt(one -> one.note().length()).max().orElse(0);
    for (Case one : cases) {
      Case.Result result = new Case.Result(false, "not run: " + SILENT_MAX + " timed out in a row");
      if (silent < SILENT_MAX) {
        Encoder.Ended ended = program.ask(one.question());
        if (ended.exit() == NOT_FOUND || ended.exit() == CANNOT_RUN) {
          throw new Unusable("the encoder cannot be run: its shell answers " + ended.exit());
        }
        silent = ended.inTime() ? 0 : silent + 1;
        if (ended.exit() == NOT_MADE && ended.said().isBlank()) {
          notMade++;
          result = new Case.Result(false, "not made");
        } else {
          result = judge(one, ended);
        }
      }
      ok += result.ok() ? 1 : 0;
      out.printf("%-" + width + "s  %s%n", one.note(), Printable.of(result.text()));
      out.flush();
    }
    String others = notMade == 0 ? "" : ", " + notMade + " not made";
    out.printf("%n%d of %d cases are ok%s.%n", ok, cases.size(), others);
    out.flush();
    return ok > 0 && ok + notMade == cases.size() ? ExitCode.PASSED : ExitCode.FAILED;
  }

  private static Case.Result judge(Case one, Encoder.Ended ended) {
    if (!ended.inTime()) {
      return new Case.Result(false, "timed out");
    }
    if (ended.said().length() >= Encoder.ANSWER_SIZE_MAX) {
      return new Case.Result(false, "no answer: more than " + Encoder.ANSWER_SIZE_MAX + " bytes");
    }
    Case.Result result = one.judge(ended.said());
    if (ended.exit() == 0) {
      return result;
    }
    String text = result.ok() ? "the right bytes, but it failed" : result.text();
    return new Case.Result(false, text + " (exit code " + ended.exit() + ")");
  }

  private static int unusable(CommandSpec command, String sentence) {
    command.commandLine().getErr().println("baymark: " + Printable.of(sentence));
    return ExitCode.UNUSABLE;
  }
}
