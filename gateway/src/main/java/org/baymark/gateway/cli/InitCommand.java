package org.baymark.gateway.cli;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway init}: makes a working folder. */
@Command(
    name = "init",
    description =
        "Makes a gateway's working folder: its key, its settings, the token of its HTTP interface,"
            + " and gateway.card, which an operator of the alliance admits ('baymark node admit')."
            + " Overwrites nothing. With --tls and --tls-key others than this machine reach it.",
    sortOptions = false)
final class InitCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      defaultValue = "urn:dev:org:32473-gateway-1",
      paramLabel = "URN",
      description = "The gateway's own name (RFC 9039), for good. Usual: ${DEFAULT-VALUE}.")
  private String name = "";

  @Mixin private final NewOptions options = new NewOptions();

  private final InstantSource clock;

  InitCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    NewFolder.make(options, name, clock);
    System.err.print(next());
    return ExitCode.OK;
  }

  private String next() {
    String dir = options.folder().path().toString();
    String first =
        """
        made %s; next:
          an operator of the alliance admits %s ('baymark node admit')
          baymark gateway password --dir %s
              sets the password of its page, %s
        """
            .formatted(
                dir,
                options.folder().card(),
                dir,
                options.isForOthers() ? "https on port 8443" : "for a browser on this machine");
    String users =
        """
          baymark gateway user add --dir %s USER
              a user and password for whoever publishes by MQTT over TLS, port 8883
        """
            .formatted(dir);
    String last =
        """
          baymark gateway run --dir %s
        """
            .formatted(dir);
    return options.isForOthers() ? first + users + last : first + last;
  }
}
