package org.baymark.protocol.cli;

import java.time.InstantSource;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program of the protocol: no network, no other module, nothing but the files it is given. */
@Command(name = "baymark", mixinStandardHelpOptions = true, versionProvider = Version.class)
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    System.exit(run(InstantSource.system(), arguments));
  }

  /** Runs the command that {@code arguments} name; answers the exit code. */
  static int run(InstantSource clock, String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new VerifyCommand(clock));
    line.addSubcommand(new SlipCommand());
    line.addSubcommand(new LoggedCommand());
    line.addSubcommand(new AccuseCommand(clock));
    line.addSubcommand(new InspectCommand());
    line.addSubcommand(new ConformCommand());
    line.setParameterExceptionHandler(Main::usage);
    line.setExecutionExceptionHandler(Main::fault);
    line.setExpandAtFiles(false); // a file may be called @home
    return line.execute(arguments);
  }

  private static int usage(CommandLine.ParameterException wrong, String[] arguments) {
    // The command that was meant, as it is called: "baymark" or "baymark verify".
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    wrong
        .getCommandLine()
        .getErr()
        .println(
            "baymark: "
                + Printable.of(String.valueOf(wrong.getMessage()))
                + "\nSee '"
                + name
                + " --help'.");
    return ExitCode.USAGE;
  }

  private static int fault(
      Exception fault, CommandLine line, CommandLine.@Nullable ParseResult result) {
    line.getErr()
        .println(
            "baymark: this is our own fault, please report it: " + Printable.of(fault.toString()));
    return ExitCode.OWN_FAULT;
  }
}
