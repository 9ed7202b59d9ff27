package org.baymark.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.SmallFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code device add}. */
@Command(
    name = "add",
    description =
        "Tells the running gateway to believe a device, and to have its key registered by the"
            + " alliance. The same device again changes nothing, unless the alliance has refused"
            + " it: then it is asked again.",
    sortOptions = false)
final class DeviceAddCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(
      names = "--card",
      required = true,
      paramLabel = "FILE",
      description = "The device's card: JSON with its \"name\" and its public \"key\".")
  private Path card = Path.of("");

  @Option(
      names = "--owner",
      paramLabel = "TEXT",
      description = "Whose device it is; 1 to 64 bytes. Usual: the gateway's owner.")
  private @Nullable String owner;

  @Option(
      names = "--kinds",
      split = ",",
      defaultValue = "hello,telemetry,scan,attach,detach",
      paramLabel = "KIND",
      description = {
        "What it may say, comma-separated. Usual: ${DEFAULT-VALUE}.",
        "The kinds: hello, telemetry, alert, scan, load, unload, attach, detach, seal, unseal,"
            + " handover, retract, close."
      })
  private List<String> kinds = List.of();

  @Override
  public Integer call() {
    JsonNode read = readCard();
    ObjectNode wish = GatewayCaller.JSON.createObjectNode();
    wish.put("name", read.path("name").asText());
    wish.put("key", read.path("key").asText());
    if (owner != null) {
      wish.put("owner", owner);
    }
    ArrayNode list = wish.putArray("kinds");
    kinds.forEach(list::add);
    JsonNode answer = of.caller().post("/devices", wish);
    System.out.println(Lines.ofDevice(answer));
    return ExitCode.OK;
  }

  private JsonNode readCard() {
    try {
      JsonNode read = GatewayCaller.JSON.readTree(SmallFile.text(card));
      if (read != null && read.path("name").isTextual() && read.path("key").isTextual()) {
        return read;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw CommandFailure.unusable(
        card + " is not a device's card: JSON with the texts \"name\" and \"key\"");
  }
}
