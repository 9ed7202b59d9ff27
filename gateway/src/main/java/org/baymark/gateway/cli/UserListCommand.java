package org.baymark.gateway.cli;

import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway user list}. */
@Command(
    name = "list",
    description = "Shows who may connect over MQTT with a password, a name a line.",
    sortOptions = false)
final class UserListCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Override
  public Integer call() {
    UserFile file = new UserFile(of.folder());
    file.read().hashes().keySet().forEach(System.out::println);
    if (!file.hint().isEmpty()) {
      System.err.println(file.hint());
    }
    return ExitCode.OK;
  }
}
