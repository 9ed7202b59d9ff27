package org.baymark.gateway;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.baymark.gateway.access.PreSharedKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway psk remove}. */
@Command(
    name = "remove",
    description =
        "Lets an identity connect over CoAP no more. A running gateway follows within seconds, and"
            + " ends its sessions.",
    sortOptions = false)
final class PskRemoveCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The gateway's folder.")
  private Path dir = Path.of("");

  @Parameters(paramLabel = "IDENTITY", description = "The identity.")
  private String identity = "";

  @Override
  public Integer call() {
    PskFile file = new PskFile(new GatewayFolder(dir));
    PreSharedKeys before = file.read();
    if (!before.keys().containsKey(identity)) {
      throw CommandFailure.failed(
          "there is no identity '" + identity + "', and nothing was changed");
    }
    file.write(before.without(identity));
    System.out.println(identity + " removed");
    return ExitCode.OK;
  }
}
