package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code device suspend}. */
@Command(
    name = "suspend",
    description =
        "Hears a device no more until 'device resume'. What it says meanwhile is refused and kept in"
            + " quarantine. The alliance hears nothing of this.",
    sortOptions = false)
final class DeviceSuspendCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Parameters(paramLabel = "NAME", description = "The device's URN.")
  private String name = "";

  @Override
  public Integer call() {
    ObjectNode wish = GatewayCaller.JSON.createObjectNode();
    JsonNode answer = of.caller().post("/devices/suspend", wish.put("name", name));
    System.out.println(Lines.ofDevice(answer));
    return ExitCode.OK;
  }
}
