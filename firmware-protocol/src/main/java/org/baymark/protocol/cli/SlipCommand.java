package org.baymark.protocol.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Slip;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes the proof of one statement out of a passport, for one QR code. */
@Command(
    name = "slip",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Take the proof of one statement out of a passport, small enough for a QR code.",
    description = {
      "",
      "Writes one line of text, which any program makes a QR code of and 'baymark verify' checks."
          + " It shows that a registered gateway filed the statement, and when; who registered the"
          + " device's key and what else was said it does not show. Without --statement it prints"
          + " the statements that the passport discloses. Opens no connection.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written, or printed",
      "1:the passport does not disclose the statement, or it is too much for a QR code",
      "2:the passport, the trust file or the file to write is unusable",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class SlipCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PASSPORT", description = "The .baymark file.")
  private @Nullable Path passport;

  @Option(
      names = "--statement",
      paramLabel = "ID",
      description = "The statement's id, in 64 hexadecimal digits.")
  private @Nullable String statement;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "The trust file of whoever will check it: no more signatures are told.")
  private @Nullable Path trust;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the text is written.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    var line = VerifyCommand.given(spec).commandLine();
    boolean makes = statement != null;
    if (makes != (trust != null) || makes != (out != null)) {
      throw new ParameterException(line, "--statement, --trust and --out go together");
    }
    if (makes && !VerifyCommand.given(statement).matches("[0-9a-f]{64}")) {
      throw new ParameterException(line, "--statement is an id of 64 hexadecimal digits");
    }
    try {
      Path file = VerifyCommand.given(passport);
      Passport read = Files.orUnusable(Passport.parse(Files.passport(file)), file, "passport");
      return makes ? make(read, line) : print(read, line);
    } catch (Unusable unusable) {
      line.getErr().println("baymark: " + Printable.of(String.valueOf(unusable.getMessage())));
      return ExitCode.UNUSABLE;
    }
  }

  private int make(Passport read, picocli.CommandLine line) throws Unusable {
    Policy policy = Files.policy(VerifyCommand.given(trust), "trust file");
    Digest id = Digest.ofHex(VerifyCommand.given(statement));
    Optional<Slip> slip = Slip.of(read, id, policy);
    if (slip.isEmpty()) {
      return failed(
          line, "the passport does not disclose the statement " + id.hex() + " with its key");
    }
    int size = slip.get().encoded().size();
    if (size > Slip.SIZE_MAX) {
      return failed(line, tooLarge(slip.get(), size));
    }
    Files.write(VerifyCommand.given(out), Bytes.ofUtf8(slip.get().text() + "\n"));
    line.getOut()
        .println("written: " + size + " of at most " + Slip.SIZE_MAX + " bytes, in Base45");
    return 0;
  }

  private static String tooLarge(Slip slip, int size) {
    return "a slip of this statement has "
        + size
        + " bytes, and a QR code takes "
        + Slip.SIZE_MAX
        + ": "
        + slip.statement().signed().encoded().size()
        + " of the statement, "
        + Bytes.ofUtf8(slip.checkpoint().toText()).size()
        + " of the checkpoint, the rest of keys and paths; hand over the passport";
  }

  private static int failed(picocli.CommandLine line, String sentence) {
    line.getErr().println("baymark: " + sentence);
    return ExitCode.FAILED;
  }

  private static int print(Passport read, picocli.CommandLine line) {
    read.parts().stream()
        .flatMap(part -> part.disclosures().stream())
        .flatMap(Optional::stream)
        .flatMap(disclosure -> disclosure.statements().stream())
        .forEach(
            one ->
                line.getOut()
                    .println(
                        one.signed().id().hex()
                            + "  "
                            + Printable.of(
                                one.signed().issuer()
                                    + " "
                                    + one.position().boot()
                                    + "/"
                                    + one.position().seq()
                                    + " about "
                                    + one.signed().subject())));
    return 0;
  }
}
