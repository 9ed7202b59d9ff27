package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway commands}. */
@Command(
    name = "commands",
    description = "Shows what devices were told, the newest first, and how far each command came.",
    sortOptions = false)
final class DeviceCommandsCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(names = "--json", description = "As JSON, for programs.")
  private boolean json;

  @Parameters(arity = "0..1", paramLabel = "DEVICE", description = "Of this device only, by URN.")
  private @Nullable String name;

  @Override
  public Integer call() {
    String query = name == null ? "" : "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    JsonNode answer = of.caller().get("/commands" + query);
    if (json) {
      System.out.println(answer.toPrettyString());
      return ExitCode.OK;
    }
    for (JsonNode command : answer.path("commands")) {
      System.out.println(Lines.ofCommand(command));
    }
    return ExitCode.OK;
  }
}
