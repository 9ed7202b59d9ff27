package org.baymark.protocol.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.accuse.Ruling;
import org.baymark.protocol.accuse.Trial;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.log.Policy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks one accusation against a trust file, or puts one together. */
@Command(
    name = "accuse",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Check an accusation: who broke which promise, by which evidence; or make one.",
    description = {
      "",
      "Needs the accusation file and a trust file that you got from someone you trust. Opens no"
          + " connection. Convicts nobody who did what the protocol asks.",
      "",
      "With --make it looks through the files given with --from (passports, or what a node answers"
          + " as evidence) and writes the first accusation of that kind that it finds:",
      "",
      "  equivocation    of a device: --from PASSPORT, or two --statement and --from with its key",
      "  misfiling       of a gateway: --from PASSPORT, and --card for a shipment's statement",
      "  broken-promise  of a gateway: --promise FILE, --from PASSPORT of what was promised",
      "  omission        of the quorum: --from PASSPORT, --from the EVIDENCE that lacks it, --card",
      "  conflict        of members: --from two files of two heads",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:convicted: every step passed; or made",
      "1:not convicted: a step failed; or nothing to accuse of was found",
      "2:the accusation, the trust file or another given file is unusable",
      "3:cannot decide: a step could not be checked",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class AccuseCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACCUSATION",
      description = "The .accusation file.")
  private @Nullable Path accusation;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "Whose signatures you accept on the log's head (C2SP tlog-policy).")
  private @Nullable Path trust;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Option(
      names = "--make",
      paramLabel = "KIND",
      description =
          "Make one: equivocation, misfiling, broken-promise, omission or conflict. Needs --out.")
  private @Nullable String make;

  @Option(names = "--from", paramLabel = "FILE", description = "A passport, or evidence.")
  private List<Path> from = List.of();

  @Option(names = "--card", paramLabel = "FILE", description = "A member's key card.")
  private List<Path> cards = List.of();

  @Option(
      names = "--statement",
      paramLabel = "FILE",
      description =
          "A device's statement: the equivocation is then of one of these, with another of them or"
              + " with one in the passport.")
  private List<Path> statements = List.of();

  @Option(
      names = "--promise",
      paramLabel = "FILE",
      description = "A gateway's signed acknowledgement, with the path of the statement.")
  private @Nullable Path promise;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the accusation goes.")
  private @Nullable Path out;

  private final InstantSource clock;

  AccuseCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CommandSpec command = VerifyCommand.given(spec);
    RulingReport report =
        new RulingReport(command.commandLine().getOut(), command.commandLine().getErr(), json);
    try {
      return make == null ? check(command, report) : make(command, make);
    } catch (Unusable unusable) {
      report.unusable(String.valueOf(unusable.getMessage()));
      return ExitCode.UNUSABLE;
    } catch (OutOfMemoryError e) {
      // What a file of 64 MiB unpacks to may be more than this machine has; nothing else is lost.
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      report.unusable("that needs more memory than the " + mebibytes + " MiB that there are");
      return ExitCode.UNUSABLE;
    }
  }

  private int check(CommandSpec command, RulingReport report) throws Unusable {
    if (accusation == null || trust == null) {
      throw new ParameterException(
          command.commandLine(), "name an accusation file and --trust, or --make one");
    }
    Policy policy = Files.policy(trust, "trust file");
    Ruling ruling =
        Files.orUnusable(
            new Trial(policy).of(Files.accusation(accusation)), accusation, "accusation");
    return report.ruling(ruling, policy.issued(), clock.instant());
  }

  private int make(CommandSpec command, String kind) throws Unusable {
    if (out == null || accusation != null) {
      throw new ParameterException(
          command.commandLine(), "--make takes --from and --out, and no accusation file");
    }
    AccusationMaker maker = new AccusationMaker(from, cards, statements, promise);
    AccusationMaker.Made made =
        maker
            .make(kind)
            .orElseThrow(
                () ->
                    new ParameterException(
                        command.commandLine(), "--make: there is no accusation of " + kind));
    if (made.accusation().isEmpty()) {
      command.commandLine().getErr().println("baymark: " + Printable.of(made.sentence()));
      return ExitCode.FAILED;
    }
    Files.write(out, made.accusation().get().encoded());
    command
        .commandLine()
        .getErr()
        .println("wrote " + out + "; next: baymark accuse " + out + " --trust FILE");
    return ExitCode.PASSED;
  }
}
