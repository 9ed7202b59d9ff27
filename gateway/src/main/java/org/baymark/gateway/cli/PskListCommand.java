package org.baymark.gateway.cli;

import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway psk list}. */
@Command(
    name = "list",
    description = "Shows who may connect over CoAP with a pre-shared key, an identity a line.",
    sortOptions = false)
final class PskListCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Override
  public Integer call() {
    PskFile file = new PskFile(of.folder());
    file.read().keys().keySet().forEach(System.out::println);
    if (!file.hint().isEmpty()) {
      System.err.println(file.hint());
    }
    return ExitCode.OK;
  }
}
