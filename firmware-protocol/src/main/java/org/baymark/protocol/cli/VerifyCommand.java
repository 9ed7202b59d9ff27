package org.baymark.protocol.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Finding.Outcome;
import org.baymark.protocol.passport.Slip;
import org.baymark.protocol.passport.SlipVerification;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks one passport against a trust file and prints what was found, step by step. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Check a passport: who said what, that nothing was changed, that nothing is missing.",
    description = {
      "",
      "Needs the passport, a trust file that you got from someone you trust, and, for"
          + " completeness, the shipment key from the shipment's papers. Opens no connection.",
      "",
      "Of a slip, which holds one statement ('baymark slip'), it cannot tell whose key signed it,"
          + " nor what else was said: that is attested by the gateway, and not checked.",
      "",
      "The steps are, in order: well-formed, signatures, keys, in-batch, in-log, co-signed,"
          + " jurisdictions, runs, complete, times. Each ends as pass, fail, or not checked.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every required step passed",
      "1:a required step failed",
      "2:the passport, the trust file or another given file is unusable",
      "3:cannot decide: a required step could not be checked",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PASSPORT", description = "The .baymark file, or a slip.")
  private @Nullable Path passport;

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "FILE",
      description = "Whose signatures you accept on the log's head (C2SP tlog-policy).")
  private @Nullable Path trust;

  @Option(
      names = "--shipment-key",
      paramLabel = "FILE",
      description =
          "The key from the shipment's papers, a key card or a bare shipment key file; without it"
              + " 'complete' is not checked.")
  private @Nullable Path shipmentKey;

  @Option(
      names = "--reveal",
      paramLabel = "FILE",
      description =
          "What a hidden statement of the passport hides, as its gateway keeps it; may be given"
              + " again. What is shown and is not what was signed fails 'signatures'.")
  private List<Path> reveals = List.of();

  @Option(
      names = "--require",
      paramLabel = "STEPS",
      split = ",",
      description =
          "The steps that must pass, comma-separated. Default: well-formed,signatures,keys,"
              + "in-batch,in-log,co-signed,complete; and jurisdictions where --jurisdictions is"
              + " given. The others are reported all the same.")
  private @Nullable List<String> require;

  @Option(
      names = "--jurisdictions",
      paramLabel = "FILE",
      description = "A second policy that must hold for the same checkpoint.")
  private @Nullable Path jurisdictions;

  @Option(
      names = "--json",
      description =
          "Print one JSON object instead of text, at exit 0 to 3. At 64 and 70 there was no check:"
              + " standard output stays empty, and standard error says why.")
  private boolean json;

  private final InstantSource clock;

  VerifyCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CommandLine line = given(spec).commandLine();
    Set<Step> required = required(line);
    Report report = json ? new JsonReport(line.getOut()) : new TextReport(line.getOut());
    try {
      Instant now = clock.instant();
      Policy policy = Files.policy(given(trust), "trust file");
      Optional<Policy> second =
          jurisdictions == null
              ? Optional.empty()
              : Optional.of(Files.policy(jurisdictions, "jurisdictions file"));
      Optional<Files.Papers> papers =
          shipmentKey == null ? Optional.empty() : Optional.of(Files.papers(shipmentKey));
      Path file = given(passport);
      Verification verification =
          new Verification(
              policy,
              papers.map(Files.Papers::key),
              papers.flatMap(Files.Papers::card),
              second,
              Files.reveals(reveals),
              now);
      Verdict verdict = verdict(file, verification);
      int exit = exitCode(verdict.outcome(required));
      report.verdict(new Report.Checked(file, verdict, required, policy.issued(), now, exit));
      return exit;
    } catch (Unusable unusable) {
      report.unusable(String.valueOf(unusable.getMessage()), line.getErr());
      return ExitCode.UNUSABLE;
    } catch (OutOfMemoryError e) {
      // What a file of 64 MiB unpacks to may be more than this machine has; nothing else is lost.
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      String what = " needs more memory than the " + mebibytes + " MiB that this program may use";
      report.unusable("the passport " + passport + what, line.getErr());
      return ExitCode.UNUSABLE;
    }
  }

  private static Verdict verdict(Path path, Verification verification) throws Unusable {
    Bytes file = Files.passport(path);
    if (!Slip.isOne(file)) {
      return Files.orUnusable(verification.verify(file), path, "passport");
    }
    return new SlipVerification(
            verification.trust(),
            verification.shipmentKey(),
            verification.jurisdictions(),
            verification.now())
        .verify(Files.orUnusable(Slip.parseFile(file), path, "slip"));
  }

  private static int exitCode(Outcome outcome) {
    return switch (outcome) {
      case PASS -> ExitCode.PASSED;
      case FAIL -> ExitCode.FAILED;
      case NOT_CHECKED -> ExitCode.UNDECIDED;
    };
  }

  private Set<Step> required(CommandLine line) {
    Set<Step> steps = EnumSet.noneOf(Step.class);
    if (require == null) {
      steps.addAll(Verdict.REQUIRED_BY_DEFAULT);
      if (jurisdictions != null) {
        steps.add(Step.JURISDICTIONS);
      }
      return steps;
    }
    if (require.stream().allMatch(String::isBlank)) {
      throw new CommandLine.ParameterException(line, "--require: no step is named");
    }
    for (String name : require) {
      steps.add(Step.ofWireName(name.strip()).orElseThrow(() -> noStep(line, name)));
    }
    return steps;
  }

  private static CommandLine.ParameterException noStep(CommandLine line, String name) {
    String known =
        EnumSet.allOf(Step.class).stream().map(Step::wireName).collect(Collectors.joining(", "));
    return new CommandLine.ParameterException(
        line, "--require: there is no step '" + name + "'; the steps are " + known);
  }

  /** picocli fills the fields before it calls. */
  static <T> T given(@Nullable T option) {
    if (option == null) {
      throw new IllegalStateException("picocli left a required field empty");
    }
    return option;
  }
}
