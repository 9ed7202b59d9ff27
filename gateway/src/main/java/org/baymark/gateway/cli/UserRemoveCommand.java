package org.baymark.gateway.cli;

import java.util.concurrent.Callable;
import org.baymark.gateway.access.Users;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gateway user remove}. */
@Command(
    name = "remove",
    description =
        "Lets a user connect over MQTT no more. A running gateway follows within seconds, and ends"
            + " the user's connections.",
    sortOptions = false)
final class UserRemoveCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Override
  public Integer call() {
    UserFile file = new UserFile(of.folder());
    Users before = file.read();
    if (!before.hashes().containsKey(name)) {
      throw CommandFailure.failed("there is no user '" + name + "', and nothing was changed");
    }
    file.write(before.without(name));
    System.out.println(name + " removed");
    return ExitCode.OK;
  }
}
