package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway reload}. */
@Command(
    name = "reload",
    description =
        "Has a running gateway read its gateway.yaml again. What can be put in force at once is,"
            + " and no client is disconnected; what waits for the next start is named, one line a"
            + " key. Where something in the file cannot be used, nothing changes. SIGHUP does the"
            + " same, and the answer is in the log.",
    sortOptions = false)
final class ReloadCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Override
  public Integer call() {
    GatewayFolder folder = of.folder();
    folder.readConfig(); // says by itself what is wrong with it
    JsonNode done =
        new GatewayCaller(folder).post("/reload", GatewayCaller.JSON.createObjectNode());
    done.path("inForce").forEach(ReloadCommand::say);
    done.path("onRestart").forEach(ReloadCommand::say);
    if (done.path("inForce").isEmpty() && done.path("onRestart").isEmpty()) {
      System.out.println("nothing is other than before");
    }
    return ExitCode.OK;
  }

  private static void say(JsonNode sentence) {
    System.out.println(Commands.printable(sentence.asText()));
  }
}
