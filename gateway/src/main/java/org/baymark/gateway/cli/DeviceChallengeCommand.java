package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code device challenge}. */
@Command(
    name = "challenge",
    description =
        "Draws a nonce for a claimed device and prints what the device has to sign: the gateway's"
            + " name and the nonce. A nonce drawn before for it counts no more.",
    sortOptions = false)
final class DeviceChallengeCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Parameters(paramLabel = "NAME", description = "The device's URN.")
  private String name = "";

  @Override
  public Integer call() {
    ObjectNode wish = GatewayCaller.JSON.createObjectNode();
    JsonNode answer = of.caller().post("/devices/challenge", wish.put("name", name));
    System.out.println("gateway " + answer.path("gateway").asText());
    System.out.println("nonce   " + answer.path("nonce").asText());
    return ExitCode.OK;
  }
}
