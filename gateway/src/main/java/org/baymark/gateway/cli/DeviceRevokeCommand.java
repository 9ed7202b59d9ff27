package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code device revoke}. */
@Command(
    name = "revoke",
    description =
        "Tells the running gateway to believe a device no more, and to have its key revoked by the"
            + " alliance. There is no way back: a device that is to speak again takes a new name"
            + " and key.",
    footer = {
      "",
      "The gateway refuses the device at once. The alliance hears of it after all that the gateway"
          + " took of the device before, or that would stand in the log as said too late."
    },
    sortOptions = false)
final class DeviceRevokeCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(
      names = "--reason",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "For a person; at most 128 bytes. It stands in the log for good.")
  private String reason = "";

  @Parameters(paramLabel = "NAME", description = "The device's URN.")
  private String name = "";

  @Override
  public Integer call() {
    ObjectNode wish = GatewayCaller.JSON.createObjectNode();
    wish.put("name", name).put("reason", reason);
    JsonNode answer = of.caller().post("/devices/revoke", wish);
    System.out.println(answer.path("name").asText() + " " + answer.path("status").asText());
    System.out.println(Commands.printable(whatHappens(answer)));
    return ExitCode.OK;
  }

  private static String whatHappens(JsonNode answer) {
    if (answer.path("revoked").isIntegralNumber()) {
      return "The alliance has revoked its key: entry " + answer.path("revoked") + " of the log.";
    }
    if (answer.hasNonNull("reason")) {
      return "This gateway takes nothing more of it. The alliance did not revoke its key: "
          + answer.path("reason").asText();
    }
    return "This gateway takes nothing more of it. What it took before goes to the alliance at once,"
        + " and the revocation\nafter it, as soon as the alliance answers; the same command again"
        + " says whether it has.";
  }
}
