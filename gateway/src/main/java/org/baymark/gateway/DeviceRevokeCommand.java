package org.baymark.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code device revoke}. */
@Command(
    name = "revoke",
    description = {
      "Tells the running gateway to believe a device no more, and to have its key revoked by the",
      "alliance. There is no way back: a device that is to speak again takes a new name and key."
    },
    sortOptions = false)
final class DeviceRevokeCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The gateway's folder.")
  private Path dir = Path.of("");

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
    JsonNode answer = new GatewayCaller(new GatewayFolder(dir)).post("/devices/revoke", wish);
    System.out.println(answer.path("name").asText() + " " + answer.path("status").asText());
    return ExitCode.OK;
  }
}
