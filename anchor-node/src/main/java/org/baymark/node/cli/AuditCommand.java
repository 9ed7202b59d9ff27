package org.baymark.node.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.node.audit.Auditor;
import org.baymark.node.audit.Evidence;
import org.baymark.node.audit.Finding;
import org.baymark.node.audit.Notes;
import org.baymark.node.audit.Report;
import org.baymark.node.audit.SilentException;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at an alliance from outside. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Audit an alliance from outside: is it one log, is it whole, is nothing lost?",
    description = {
      "",
      "Reads the whole log from each member's public tiles and does the sums again: nothing that a"
          + " member says is believed, and no code of the node is used. It needs a trust file that"
          + " you got from someone you trust, and the members' URLs; without any, it takes those in"
          + " the trust file. Where members changed since, their votes lead on from an old one.",
      "",
      "The checks are, of each member: certified, fresh, kept, tiles, entries; of the log: kept,"
          + " members, rules, promises, monitors, one-log, index. Each ends as ok, failed, or not checked.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every check that was asked for is ok",
      "1:a check failed; with --watch, in any round",
      "2:a file is unusable, or cannot be written",
      "3:cannot decide: nothing failed, but a member did not answer or something could not be read",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class AuditCommand implements Callable<Integer> {
  private static final int UNDECIDED = 3;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "URL",
      description = "Where members serve the log, such as http://log.nansha.example:8090.")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "FILE",
      description = "Whose signatures you accept on the log's head (C2SP tlog-policy).")
  private Path trust = Path.of("");

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Remembers the newest head that each member showed, so that the next run finds what was"
              + " lost in between. Made where it does not exist.")
  private @Nullable Path state;

  @Option(
      names = "--monitor",
      paramLabel = "URL|FILE",
      description =
          "Heads that somebody else saw: signed checkpoints with an empty line between two. Another"
              + " auditor's --state file is one, and so is what a member serves as /checkpoint. May"
              + " be given several times.")
  private List<String> monitors = new ArrayList<>();

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description =
          "Where both heads are kept when two contradict each other: as a file for 'baymark accuse'"
              + " where the histories under them could be read. Default: the folder this runs in.")
  private Path evidence = Path.of("");

  @Option(
      names = "--member",
      paramLabel = "DIR",
      description =
          "The working folder of a member's node: with its certificate the subject lists are asked of"
              + " the others that the log names by now, and the index is computed again from entry"
              + " 0.")
  private @Nullable Path member;

  @Option(
      names = "--promise",
      paramLabel = "FILE",
      description =
          "What a member answered to ?promise: is the entry in the log by the promised head? May be"
              + " given several times.")
  private List<Path> promises = new ArrayList<>();

  @Option(
      names = "--max-age",
      paramLabel = "MINUTES",
      description = "When a head is stale. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10")
  private int ageMax = 10;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      description = "Look again after so many seconds, until it is stopped; tell what changed.")
  private int watch;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "With --watch: stop after so many rounds, with the worst exit code of them.")
  private int rounds;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "For one answer of a member. Default: ${DEFAULT-VALUE}.",
      defaultValue = "20")
  private int patience = 20;

  @Option(names = "--json", description = "Print one JSON object for each round.")
  private boolean json;

  private final InstantSource clock;

  AuditCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Failure, FolderException, InterruptedException {
    if (spec == null || ageMax < 1 || watch < 0 || rounds < 0 || patience < 1) {
      throw new Failure(Failure.USAGE, "a time or a count is too small");
    }
    Policy policy = AuditFiles.policy(trust);
    try (MemberLists lists = member == null ? null : MemberLists.open(new WorkingFolder(member))) {
      Auditor.Setting setting =
          new Auditor.Setting(
              policy,
              members(policy),
              Duration.ofSeconds(patience),
              Duration.ofMinutes(ageMax),
              Optional.ofNullable(lists),
              AuditFiles.promises(promises),
              state != null);
      return rounds(auditor(setting), new AuditReport(spec.commandLine().getOut(), json));
    }
  }

  private Auditor auditor(Auditor.Setting setting) throws Failure, FolderException {
    List<SignedCheckpoint> remembered =
        state != null && Files.exists(state) ? AuditFiles.notes(state) : List.of();
    try {
      return new Auditor(setting, remembered);
    } catch (IllegalArgumentException e) {
      throw new Failure(Failure.USAGE, "a URL is none: " + e.getMessage());
    }
  }

  private int rounds(Auditor auditor, AuditReport out)
      throws Failure, FolderException, InterruptedException {
    int worst = 0;
    for (int round = 1; ; round++) {
      List<Auditor.Monitor> seen = monitors();
      Report report = auditor.look(seen, clock.instant());
      for (Evidence kept : report.evidence()) {
        AuditFiles.write(evidence.resolve(kept.name()), kept.content());
      }
      if (state != null) {
        AuditFiles.write(state, Bytes.ofUtf8(Notes.text(auditor.remembered())));
      }
      int exit = exit(report.outcome());
      out.round(report, exit, clock.instant(), evidence);
      worst = worst == Failure.FAILED || exit == 0 ? worst : exit;
      if (watch == 0 || round == rounds) {
        return worst;
      }
      Thread.sleep(Duration.ofSeconds(watch).toMillis());
    }
  }

  private static int exit(Finding.Outcome outcome) {
    return switch (outcome) {
      case FAILED -> Failure.FAILED;
      case NOT_CHECKED -> UNDECIDED;
      case OK, NOT_ASKED -> 0;
    };
  }

  /** None where those of the trust file, and who came after them, are to be asked. */
  private List<String> members(Policy policy) throws Failure {
    if (urls.isEmpty() && policy.logs().stream().allMatch(log -> log.url().isEmpty())) {
      throw new Failure(Failure.USAGE, "Name the members' URLs: the trust file has none.");
    }
    return urls.stream().distinct().toList();
  }

  /** Asked before the members: what others saw by then, these must have. */
  private List<Auditor.Monitor> monitors() throws Failure, FolderException, InterruptedException {
    List<Auditor.Monitor> seen = new ArrayList<>();
    for (String monitor : monitors) {
      if (!monitor.startsWith("http://") && !monitor.startsWith("https://")) {
        seen.add(
            new Auditor.Monitor(monitor, AuditFiles.notes(Path.of(monitor)), Optional.empty()));
        continue;
      }
      try {
        List<SignedCheckpoint> notes = Notes.fetch(monitor, Duration.ofSeconds(patience));
        seen.add(new Auditor.Monitor(monitor, notes, Optional.empty()));
      } catch (SilentException e) {
        seen.add(new Auditor.Monitor(monitor, List.of(), Optional.of(e.clause())));
      } catch (IllegalArgumentException e) {
        throw new Failure(Failure.USAGE, "a monitor's URL is none: " + e.getMessage());
      }
    }
    return seen;
  }
}
