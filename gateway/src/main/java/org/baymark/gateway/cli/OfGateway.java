package org.baymark.gateway.cli;

import java.nio.file.Path;
import org.baymark.gateway.folder.GatewayFolder;
import picocli.CommandLine.Option;

/** Which gateway a command is about. */
final class OfGateway {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The gateway's folder.")
  private Path dir = Path.of("");

  Path dir() {
    return dir;
  }

  GatewayFolder folder() {
    return new GatewayFolder(dir);
  }

  /** To ask the gateway that runs there. */
  GatewayCaller caller() {
    return new GatewayCaller(folder());
  }
}
