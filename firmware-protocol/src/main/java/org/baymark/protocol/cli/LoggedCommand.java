package org.baymark.protocol.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.TlogProof;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks one .tlog-proof against an entry and a trust file. */
@Command(
    name = "logged",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Check that a log holds an entry: a .tlog-proof of C2SP, of any log.",
    description = {
      "",
      "Says that these very bytes are an entry of the log, that the log signed the tree, and that"
          + " enough witnesses co-signed it. It does not read the entry: for what a shipment went"
          + " through there are passports and 'baymark verify'. Opens no connection.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the log holds the entry, by the rules of the trust file",
      "1:the proof does not show that",
      "2:a file is unusable",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class LoggedCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PROOF", description = "The .tlog-proof file.")
  private @Nullable Path proof;

  @Option(
      names = "--entry",
      required = true,
      paramLabel = "FILE",
      description = "The entry, byte for byte: what the node serves at /entries/INDEX.")
  private @Nullable Path entry;

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "FILE",
      description = "Whose signatures you accept on the log's head (C2SP tlog-policy).")
  private @Nullable Path trust;

  @Override
  public Integer call() {
    var line = VerifyCommand.given(spec).commandLine();
    try {
      Policy policy = Files.policy(VerifyCommand.given(trust), "trust file");
      TlogProof read = Files.tlogProof(VerifyCommand.given(proof));
      Bytes octets = Files.entry(VerifyCommand.given(entry));
      TlogProof.Judged judged = read.judge(policy, octets);
      report(read, judged, line.getOut());
      return judged.accepted() ? ExitCode.PASSED : ExitCode.FAILED;
    } catch (Unusable unusable) {
      line.getErr().println("baymark: " + Printable.of(String.valueOf(unusable.getMessage())));
      return ExitCode.UNUSABLE;
    }
  }

  private static void report(TlogProof proof, TlogProof.Judged judged, PrintWriter out) {
    Checkpoint head = proof.note().checkpoint();
    Judgement note = judged.checkpoint();
    String place = "entry " + proof.index() + " of " + head.size();
    step(out, judged.included(), "in the log", place + " of " + Printable.of(head.origin()));
    step(out, note.logSigned(), "signed by the log", "the trust file lists the log's key");
    String when =
        note.time().isPresent() ? ", at " + Instant.ofEpochSecond(note.time().getAsLong()) : "";
    String count = note.cosignatures().size() + " valid co-signatures" + when;
    step(out, note.quorumMet(), "co-signed", count);
    for (Judgement.Problem problem : note.problems()) {
      out.println("note  " + Printable.of(problem.text()));
    }
    out.println(
        judged.accepted() ? "The log holds this entry." : "This proof does not hold: see above.");
    out.flush();
  }

  private static void step(PrintWriter out, boolean holds, String name, String detail) {
    out.println((holds ? "pass  " : "fail  ") + name + ": " + detail);
  }
}
