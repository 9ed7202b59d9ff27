package org.baymark.gateway.cli;

import java.util.concurrent.Callable;
import org.baymark.gateway.access.PreSharedKeys;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gateway psk remove}. */
@Command(
    name = "remove",
    description =
        "Lets an identity connect over CoAP no more. A running gateway follows within seconds, and"
            + " ends its sessions.",
    sortOptions = false)
final class PskRemoveCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Parameters(paramLabel = "IDENTITY", description = "The identity.")
  private String identity = "";

  @Override
  public Integer call() {
    PskFile file = new PskFile(of.folder());
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
