package org.baymark.sim.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Label;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.SuiteName;
import org.baymark.sim.shell.Unusable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baymark sim key}: makes a key for one device. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes a key for a device: the private key in FILE (0600), in FILE.card the card that"
          + " 'baymark device add' takes, and in FILE.label what the QR code on the device says,"
          + " for 'baymark device claim'."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done.",
      "2:FILE or its card exists already, or cannot be written.",
      "64:The command line is wrong."
    })
public final class KeyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      defaultValue = "es256",
      description = "es256, eddsa or sm2. Default: ${DEFAULT-VALUE}.")
  private String suite = "";

  @Option(
      names = "--name",
      paramLabel = "URN",
      required = true,
      description = "Name of the device: a URN of RFC 9039, urn:dev:org:32473-logger-1.")
  private String name = "";

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The key file.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    Suite chosen = chosenSuite();
    if (!DevUrn.isValid(name)) {
      throw usage("'" + name + "' is not a device name; one looks so: urn:dev:org:32473-logger-1");
    }
    Path card = KeyFile.cardOf(out);
    for (Path made : List.of(card, KeyFile.labelOf(out))) {
      if (Files.exists(made)) {
        throw new Unusable(made + " exists already");
      }
    }
    SigningKey key = SigningKey.generate(chosen, new SecureRandom());
    try {
      KeyFile.write(out, key);
      KeyFile.writeCard(card, new DevUrn(name), key);
      Files.writeString(
          KeyFile.labelOf(out), Label.of(new DevUrn(name), key.verifyingKey()).text());
    } catch (Unusable e) {
      throw e;
    } catch (IOException e) {
      throw Unusable.unwritten(out, e);
    }
    spec.commandLine().getOut().println(key.verifyingKey().thumbprint());
    return ExitCode.DONE;
  }

  private Suite chosenSuite() {
    try {
      return SuiteName.parse(suite);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
