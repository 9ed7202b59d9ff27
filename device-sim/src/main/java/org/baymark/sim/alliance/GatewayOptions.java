package org.baymark.sim.alliance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which gateway a command speaks to. */
public final class GatewayOptions {
  @Option(
      names = "--gateway",
      paramLabel = "URL",
      required = true,
      description = "The gateway's HTTP address, as it prints it when it is ready.")
  private String gateway = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      required = true,
      description = "The file api.token in the gateway's folder.")
  private Path tokenFile = Path.of("");

  /** As it was written. */
  public String text() {
    return gateway;
  }

  /**
   * The address.
   *
   * @throws ParameterException if it is none
   */
  public URI address(CommandLine line) {
    return GatewayApi.address(gateway)
        .orElseThrow(
            () ->
                new ParameterException(
                    line, "--gateway looks like http://127.0.0.1:8080, not '" + gateway + "'"));
  }

  /** The gateway's API, which has to answer. */
  public GatewayApi open(CommandLine line) throws IOException, InterruptedException {
    return GatewayApi.open(address(line), tokenFile);
  }
}
