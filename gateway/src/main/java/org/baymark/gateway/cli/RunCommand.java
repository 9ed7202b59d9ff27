package org.baymark.gateway.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.baymark.gateway.folder.GatewayFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway run}. */
@Command(
    name = "run",
    description =
        "Runs the gateway of a folder until it is told to stop (SIGTERM, Ctrl-C). Prints one line"
            + " 'ready http://... mqtt://... coap://...' when it serves, and behind these the further"
            + " addresses for MQTT (mqtts://, ws://, wss://); what it does is in logs/gateway.log.")
final class RunCommand implements Callable<Integer> {
  /** Which settings logback takes, as it reads them: with the first logger. */
  static final String LOGGING = "logback.configurationFile";

  private final ToIntFunction<GatewayFolder> run;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The folder that 'gateway init' made.")
  private Path dir = Path.of("");

  RunCommand(ToIntFunction<GatewayFolder> run) {
    this.run = run;
  }

  @Override
  public Integer call() {
    GatewayFolder folder = new GatewayFolder(dir);
    System.clearProperty(LOGGING);
    System.setProperty("baymark.logs", folder.logs().toString()); // before the first logger
    return run.applyAsInt(folder);
  }
}
