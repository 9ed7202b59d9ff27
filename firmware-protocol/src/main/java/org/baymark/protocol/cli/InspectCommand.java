package org.baymark.protocol.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.inspect.Input;
import org.baymark.protocol.inspect.Inspection;
import org.baymark.protocol.inspect.Signer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints any structure of the protocol for a person who implements it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Show what bytes say, and why the protocol refuses them if it does.",
    description = {
      "",
      "Takes what PROTOCOL.md has a name for: statements and other signed things, batch bodies,"
          + " entries, seals, evidence, passports, keys, cards, notes, trust files, shipment and"
          + " alliance keys, vkeys, .tlog-proofs, requests to a witness; and any other CBOR. Prints diagnostic notation (RFC 8949, section 8) with the"
          + " fields named, and then: what structure it is, whether it is well-formed and"
          + " deterministic, whether the protocol accepts it (names and numbers of refusals:"
          + " PROTOCOL.md, section 17), and whether it is rightly signed. A line with >>> stands"
          + " before the byte that is refused.",
      "",
      "What a gateway knows (devices, duplicates, revocations) is not asked. Secrets are not"
          + " shown; 64 hexadecimal digits alone may be an alliance key, and are not shown unless"
          + " they are a structure of ours.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:accepted, and rightly signed where the key is known",
      "1:refused, or wrongly signed",
      "2:a file cannot be read, or --key names no key",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class InspectCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "Hex, base64 or binary; - is standard input.")
  private @Nullable Path file;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Who should have signed it: a COSE_Key, a device's or gateway's card, a registration;"
              + " for a checkpoint a trust file.")
  private @Nullable Path key;

  @Option(names = "--full", description = "Cut no long byte string, text or list.")
  private boolean full;

  @Override
  public Integer call() {
    CommandSpec command = VerifyCommand.given(spec);
    PrintWriter out = command.commandLine().getOut();
    try {
      Input input = Input.of(Files.anything(VerifyCommand.given(file)));
      Optional<Signer> signer =
          key == null
              ? Optional.empty()
              : Optional.of(Files.orUnusable(Signer.parse(Files.key(key)), key, "key"));
      Inspection inspection = Inspection.of(input, signer, full);
      out.println(inspection.notation());
      inspection
          .facts()
          .forEach((label, fact) -> out.printf("%-14s %s%n", label, Printable.of(fact)));
      out.flush();
      return inspection.accepted() ? ExitCode.PASSED : ExitCode.FAILED;
    } catch (Unusable unusable) {
      return unusable(command, String.valueOf(unusable.getMessage()));
    } catch (OutOfMemoryError e) {
      // --full of a large file of small items; nothing else is lost.
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      return unusable(
          command, file + " needs more memory than the " + mebibytes + " MiB that there are");
    }
  }

  private static int unusable(CommandSpec command, String sentence) {
    PrintWriter err = command.commandLine().getErr();
    err.println("baymark: " + Printable.of(sentence));
    err.flush();
    return ExitCode.UNUSABLE;
  }
}
