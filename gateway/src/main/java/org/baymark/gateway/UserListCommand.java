package org.baymark.gateway;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway user list}. */
@Command(
    name = "list",
    description = "Shows who may connect over MQTT with a password, a name a line.",
    sortOptions = false)
final class UserListCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The gateway's folder.")
  private Path dir = Path.of("");

  @Override
  public Integer call() {
    UserFile file = new UserFile(new GatewayFolder(dir));
    file.read().hashes().keySet().forEach(System.out::println);
    if (!file.hint().isEmpty()) {
      System.err.println(file.hint());
    }
    return ExitCode.OK;
  }
}
