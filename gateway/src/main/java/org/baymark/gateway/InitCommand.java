package org.baymark.gateway;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway init}: makes a working folder. */
@Command(
    name = "init",
    description =
        "Makes a gateway's working folder: its key, its settings, the token of its HTTP interface,"
            + " and gateway.card, which an operator of the alliance admits ('baymark node admit')."
            + " Overwrites nothing.",
    sortOptions = false)
final class InitCommand extends NewFolder implements Callable<Integer> {
  @Option(
      names = "--name",
      defaultValue = "urn:dev:org:32473-gateway-1",
      paramLabel = "URN",
      description = "The gateway's own name (RFC 9039), for good. Usual: ${DEFAULT-VALUE}.")
  private String name = "";

  @Override
  public Integer call() {
    make(name);
    System.err.println(
        "made "
            + folder().path()
            + "; next: an operator of the alliance admits "
            + folder().card()
            + " ('baymark node admit'), and you run 'baymark gateway run --dir "
            + folder().path()
            + "'; 'baymark gateway password --dir "
            + folder().path()
            + "' sets the password of its page");
    return ExitCode.OK;
  }
}
