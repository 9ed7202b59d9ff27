package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.Erasure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway erase}. */
@Command(
    name = "erase",
    description =
        "Erases for good what a hidden statement hides (personal data), with its salt, in the"
            + " gateway that runs. The statement stays, and every proof about it; a signed erasure"
            + " stands where the content stood.",
    footer = {
      "",
      "Backups and pruned files never hold such contents. Copies of hidden.db that you made"
          + " yourself, and what was handed out before, you have to see to."
    },
    sortOptions = false)
final class EraseCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description =
          "Why, for those who ask later; no personal data. 1 to 64 printable ASCII characters.")
  private String reason = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the signed erasure goes, to be handed on. 'baymark inspect' shows it.")
  private @Nullable Path out;

  @Parameters(paramLabel = "ID", description = "The statement's id: 64 hexadecimal digits.")
  private String id = "";

  @Override
  public Integer call() {
    if (!id.matches("[0-9a-f]{64}")) {
      throw CommandFailure.usage("'" + id + "' is no statement's id: 64 hexadecimal digits");
    }
    if (!Erasure.isReason(reason)) {
      throw CommandFailure.usage("--reason has to be " + Erasure.rule());
    }
    ObjectNode asked = GatewayCaller.JSON.createObjectNode();
    asked.put("statement", id).put("reason", reason);
    JsonNode answer = of.caller().post("/reveals/erase", asked);
    System.out.println("erased what the statement " + id + " hides; the statement stays");
    if (out != null) {
      byte[] erasure = Base64.getDecoder().decode(answer.path("erasure").asText());
      SmallFile.write(out.toAbsolutePath(), Bytes.owning(erasure));
      System.out.println("wrote " + out + ": the gateway's signed word for it");
    }
    return ExitCode.OK;
  }
}
