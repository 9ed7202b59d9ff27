package org.baymark.sim.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.Unusable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baymark sim prove}: what a device signs about its keys, into a file. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Signs that a device has its key, for 'baymark device prove', or that it goes over to another"
          + " one, for 'baymark device roll-over' (PROTOCOL.md, section 10.1)."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done.",
      "2:A key file cannot be used, or FILE cannot be written.",
      "64:The command line is wrong."
    })
public final class ProveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--key", paramLabel = "FILE", required = true, description = "The key file.")
  private Path key = Path.of("");

  @Option(names = "--name", paramLabel = "URN", required = true, description = "Whose key it is.")
  private String name = "";

  @ArgGroup(exclusive = true, multiplicity = "1")
  private What what = new What();

  /** One of the two proofs. */
  private static final class What {
    @ArgGroup(exclusive = false)
    private @Nullable Question question; // picocli knows no Optional of a group

    @Option(
        names = "--next",
        paramLabel = "FILE",
        description = "The key file of the key that it goes over to.")
    private Optional<Path> next = Optional.empty();
  }

  /** What 'baymark device challenge' printed. */
  private static final class Question {
    @Option(
        names = "--gateway",
        paramLabel = "URN",
        required = true,
        description = "Who asks, as 'baymark device challenge' printed it.")
    private String gateway = "";

    @Option(
        names = "--nonce",
        paramLabel = "HEX",
        required = true,
        description = "What it drew for the device.")
    private String nonce = "";
  }

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The proof.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    DevUrn device = urn(name);
    SigningKey before = KeyFile.read(key);
    Question question = what.question;
    Sign1 proof =
        question == null
            ? Proof.rollOver(before, KeyFile.read(what.next.orElseThrow()), device)
            : answer(before, device, question);
    try {
      Files.write(out, proof.encoded().toArray());
    } catch (IOException e) {
      throw Unusable.unwritten(out, e);
    }
    return ExitCode.DONE;
  }

  private Sign1 answer(SigningKey with, DevUrn device, Question question) {
    if (!question.nonce.matches("([0-9a-fA-F]{2}){" + Proof.NONCE_SIZE + "}")) {
      throw usage("the nonce is " + Proof.NONCE_SIZE + " bytes in hexadecimal digits");
    }
    return Proof.possession(with, device, urn(question.gateway), Bytes.ofHex(question.nonce));
  }

  private DevUrn urn(String text) {
    if (!DevUrn.isValid(text)) {
      throw usage("'" + text + "' is no name; one looks so: urn:dev:org:32473-logger-1");
    }
    return new DevUrn(text);
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
