package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.gateway.config.Durations;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway command}. */
@Command(
    name = "command",
    description =
        "Tells a device something, as soon as it listens: 'time' is the gateway's clock, 'interval"
            + " SECONDS' how often to report, 'roll-over' to go over to a new key. A newer command"
            + " takes the place of one of its kind that was not delivered.",
    sortOptions = false)
final class DeviceCommandCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "How long it waits at most: 7d (usual), 12h, PT36H; a minute to 366 days.")
  private String expires = "7d";

  @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's URN.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..2",
      paramLabel = "ORDER",
      description = "time, interval SECONDS, or roll-over.")
  private List<String> order = List.of();

  @Override
  public Integer call() {
    ObjectNode wish = GatewayCaller.JSON.createObjectNode();
    wish.put("name", name).put("order", order.get(0)).put("expiresSeconds", lasts().toSeconds());
    if (order.size() > 1) {
      wish.put("seconds", seconds(order.get(1)));
    }
    JsonNode answer = of.caller().post("/commands", wish);
    System.out.println(Lines.ofCommand(answer));
    return ExitCode.OK;
  }

  private static long seconds(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw CommandFailure.usage("'" + text + "' is no whole number of seconds");
    }
    return Long.parseLong(text);
  }

  private Duration lasts() {
    try {
      Duration lasts = Durations.parse(expires);
      if (lasts.isNegative()) {
        throw CommandFailure.usage("--expires " + expires + " lies in the past");
      }
      return lasts;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--expires: " + e.getMessage());
    }
  }
}
