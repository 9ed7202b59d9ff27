package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.upkeep.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway status}. */
@Command(
    name = "status",
    description =
        "Asks the running gateway how it is: one line for each part. Exit code 0: it is well; 1: it"
            + " is not; 69: it does not answer.",
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(names = "--json", description = "As JSON, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    JsonNode answer = of.caller().get("/status");
    boolean isWell = answer.path("well").asBoolean();
    if (json) {
      System.out.println(answer.toPrettyString());
    } else {
      answer.path("parts").forEach(part -> System.out.println(Lines.of(finding(part))));
      System.out.println(isWell ? "the gateway is well" : "the gateway is NOT well");
    }
    return isWell ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Finding finding(JsonNode part) {
    String about = part.path("part").asText();
    String sentence = part.path("sentence").asText();
    return switch (part.path("grade").asText()) {
      case "ok" -> Finding.well(about, sentence);
      case "note" -> Finding.noted(about, sentence);
      default -> Finding.wrong(about, sentence);
    };
  }
}
