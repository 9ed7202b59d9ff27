package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.SmallFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code device roll-over}. */
@Command(
    name = "roll-over",
    description =
        "Hands in a device's order to go over to another key. In the log the old key ends behind"
            + " all that was taken of the device, and the new one begins; 'device list' shows when"
            + " it is registered, and from then on the device signs with it, in its next boot.",
    sortOptions = false)
final class DeviceRollOverCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Parameters(paramLabel = "FILE", description = "The signed order, bytes as the device made them.")
  private Path proof = Path.of("");

  @Override
  public Integer call() {
    ObjectNode wish = GatewayCaller.JSON.createObjectNode();
    wish.put("proof", SmallFile.bytes(proof).hex());
    JsonNode answer = of.caller().post("/devices/roll-over", wish);
    System.out.println(Lines.ofDevice(answer));
    return ExitCode.OK;
  }
}
