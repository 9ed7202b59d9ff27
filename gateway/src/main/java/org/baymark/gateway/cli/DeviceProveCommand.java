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

/** {@code device prove}. */
@Command(
    name = "prove",
    description =
        "Hands in a claimed device's answer to its nonce. If it holds, the key is registered with"
            + " the alliance, and the device is heard.",
    sortOptions = false)
final class DeviceProveCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Parameters(
      paramLabel = "FILE",
      description = "The signed answer, bytes as the device made them.")
  private Path proof = Path.of("");

  @Override
  public Integer call() {
    ObjectNode wish = GatewayCaller.JSON.createObjectNode();
    wish.put("proof", SmallFile.bytes(proof).hex());
    JsonNode answer = of.caller().post("/devices/prove", wish);
    System.out.println(Lines.ofDevice(answer));
    return ExitCode.OK;
  }
}
