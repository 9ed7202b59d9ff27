package org.baymark.gateway.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.protocol.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The words that the launcher hands to this program, and what every one of them has in common. */
public final class Commands {
  private static final String FAILURE =
      "This is a fault of the program, not of yours (%s); please report it.";

  private Commands() {}

  /** A word that wants another one after it. */
  private abstract static class Group implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (spec != null) {
        String words = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "say what to do: " + words);
      }
    }
  }

  @Command(
      name = "baymark",
      description = "The gateway of a warehouse, and the commands that speak to it.")
  private static final class Root extends Group {}

  @Command(name = "gateway", description = "Makes a gateway's working folder, and runs it.")
  private static final class Gateway extends Group {}

  @Command(name = "user", description = "Who may connect over MQTT with a password.")
  private static final class User extends Group {}

  @Command(name = "psk", description = "Who may connect over CoAP with a pre-shared key.")
  private static final class Psk extends Group {}

  @Command(name = "device", description = "Tells a running gateway which devices it may believe.")
  private static final class Device extends Group {}

  /**
   * Runs the command that {@code words} name; answers the exit code.
   *
   * @param run runs the gateway of a folder until it is stopped; answers the exit code
   */
  public static int run(ToIntFunction<GatewayFolder> run, String... words) {
    System.setProperty(RunCommand.LOGGING, "logback-command.xml"); // 'gateway run' takes it back
    return line(run).execute(words);
  }

  /** The same, before any words. */
  static CommandLine line(ToIntFunction<GatewayFolder> run) {
    CommandLine gateway =
        new CommandLine(new Gateway())
            .addSubcommand(new InitCommand(InstantSource.system()))
            .addSubcommand(new RunCommand(run))
            .addSubcommand(new BackupCommand())
            .addSubcommand(new RestoreCommand(InstantSource.system()))
            .addSubcommand(new CheckCommand())
            .addSubcommand(new CompactCommand())
            .addSubcommand(new PruneCommand())
            .addSubcommand(new EraseCommand())
            .addSubcommand(new StatusCommand())
            .addSubcommand(new ReloadCommand())
            .addSubcommand(new DoctorCommand())
            .addSubcommand(new PasswordCommand())
            .addSubcommand(new DeviceCommandCommand())
            .addSubcommand(new DeviceCommandsCommand())
            .addSubcommand(
                new CommandLine(new User())
                    .addSubcommand(new UserAddCommand())
                    .addSubcommand(new UserRemoveCommand())
                    .addSubcommand(new UserListCommand()))
            .addSubcommand(
                new CommandLine(new Psk())
                    .addSubcommand(new PskAddCommand())
                    .addSubcommand(new PskRemoveCommand())
                    .addSubcommand(new PskListCommand()));
    CommandLine device =
        new CommandLine(new Device())
            .addSubcommand(new DeviceAddCommand())
            .addSubcommand(new DeviceClaimCommand())
            .addSubcommand(new DeviceChallengeCommand())
            .addSubcommand(new DeviceProveCommand())
            .addSubcommand(new DeviceListCommand())
            .addSubcommand(new DeviceSuspendCommand())
            .addSubcommand(new DeviceResumeCommand())
            .addSubcommand(new DeviceRollOverCommand())
            .addSubcommand(new DeviceRevokeCommand());
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(gateway)
            .addSubcommand(device)
            .addSubcommand(new PassportCommand());
    explainExitCodes(line);
    line.setParameterExceptionHandler(Commands::usage);
    line.setExecutionExceptionHandler(Commands::failure);
    return line;
  }

  private static void explainExitCodes(CommandLine line) {
    CommandLine.Model.UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    usage.autoWidth(true);
    usage.exitCodeListHeading("%nExit codes:%n");
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "done");
    codes.put("1", "it failed");
    codes.put("2", "a file that was given cannot be used");
    codes.put("64", "the command line is wrong");
    codes.put("69", "the gateway does not answer");
    codes.put("70", "a fault of the program");
    usage.exitCodeList(codes);
    line.getSubcommands().values().forEach(Commands::explainExitCodes);
  }

  private static int usage(ParameterException wrong, String[] words) {
    CommandLine at = wrong.getCommandLine();
    PrintWriter err = at.getErr();
    err.println("baymark: " + printable(String.valueOf(wrong.getMessage())));
    err.println("See '" + at.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static int failure(
      Exception e, CommandLine at, CommandLine.@Nullable ParseResult parsed) {
    if (e instanceof CommandFailure failure) {
      // It may quote a file or another program, and these shall not command the terminal.
      at.getErr().println("baymark: " + printable(String.valueOf(failure.getMessage())));
      return failure.exitCode();
    }
    at.getErr().println("baymark: " + printable(FAILURE.formatted(e)));
    return ExitCode.FAULT;
  }

  /** Text of others, which shall not command the terminal. */
  static String printable(String sentence) {
    return sentence.replaceAll("[\\p{Cntrl}\\x80-\\x9f&&[^\n]]", "?");
  }
}
