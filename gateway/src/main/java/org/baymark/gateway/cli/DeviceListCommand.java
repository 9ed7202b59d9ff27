package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code device list}. */
@Command(name = "list", description = "Shows the devices that the running gateway knows.")
final class DeviceListCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(names = "--json", description = "As JSON, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    JsonNode answer = of.caller().get("/devices");
    if (json) {
      System.out.println(answer.toPrettyString());
      return ExitCode.OK;
    }
    String row = "%-48s %-9s %10s %10s %10s %10s %11s  %s%n";
    System.out.printf(
        row,
        "name",
        "status",
        "registered",
        "accepted",
        "anchored",
        "covered",
        "provisional",
        "kinds");
    for (JsonNode device : answer.path("devices")) {
      JsonNode registered = device.path("registered");
      StringBuilder kinds = new StringBuilder();
      device.path("kinds").forEach(kind -> kinds.append(' ').append(kind.asText()));
      System.out.printf(
          row,
          device.path("name").asText(),
          device.path("status").asText(),
          registered.isNull() ? "waiting" : registered.asText(),
          device.path("accepted").asText(),
          device.path("anchored").asText(),
          device.path("records").path("covered").asText(),
          device.path("records").path("provisional").asText(),
          kinds.toString().strip());
      if (device.hasNonNull("reason")) {
        System.out.println(
            Commands.printable("  the alliance says no: " + device.path("reason").asText()));
      }
    }
    for (JsonNode claim : answer.path("claims")) {
      System.out.println(Lines.ofDevice(claim) + " claimed " + claim.path("claimed").asText());
    }
    return ExitCode.OK;
  }
}
