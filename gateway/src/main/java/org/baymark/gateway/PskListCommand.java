package org.baymark.gateway;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway psk list}. */
@Command(
    name = "list",
    description = "Shows who may connect over CoAP with a pre-shared key, an identity a line.",
    sortOptions = false)
final class PskListCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The gateway's folder.")
  private Path dir = Path.of("");

  @Override
  public Integer call() {
    PskFile file = new PskFile(new GatewayFolder(dir));
    file.read().keys().keySet().forEach(System.out::println);
    if (!file.hint().isEmpty()) {
      System.err.println(file.hint());
    }
    return ExitCode.OK;
  }
}
