package org.baymark.node.cli;

import java.time.InstantSource;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The words of this program: {@code node ...}, {@code alliance ...} and {@code audit ...}. */
@Command(name = "baymark", mixinStandardHelpOptions = true, versionProvider = Version.class)
public final class Commands {
  private Commands() {}

  /** Runs the command that {@code arguments} name; answers the exit code. */
  public static int run(InstantSource clock, String... arguments) {
    CommandLine node = new CommandLine(new NodeCommand());
    node.addSubcommand(new InitCommand(clock));
    node.addSubcommand(new RunCommand(clock));
    node.addSubcommand(new JoinCommand());
    node.addSubcommand(new AdmitCommand());
    node.addSubcommand(new KeyCardCommand(clock));
    node.addSubcommand(new NextKeyCommand(clock));
    node.addSubcommand(new RenewCommand(clock));
    CommandLine alliance = new CommandLine(new AllianceCommand());
    alliance.addSubcommand(new GenesisCommand(clock));
    alliance.addSubcommand(new ProposeCommand(clock));
    alliance.addSubcommand(new VoteCommand(clock));
    alliance.addSubcommand(new ProposalsCommand());
    alliance.addSubcommand(new TrustCommand(clock));
    alliance.addSubcommand(new StatusCommand());
    alliance.addSubcommand(new RecoverCommand());
    CommandLine line = new CommandLine(new Commands()).addSubcommand(node).addSubcommand(alliance);
    line.addSubcommand(new AuditCommand(clock));
    line.setParameterExceptionHandler(Commands::usage);
    line.setExecutionExceptionHandler(Commands::failed);
    line.setExpandAtFiles(false); // a file may be called @home
    return line.execute(arguments);
  }

  /** What one can do with a node. */
  @Command(
      name = "node",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      usageHelpAutoWidth = true,
      header = "Keep the log of the alliance: one member's node.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:done",
        "1:it failed; the sentence says why",
        "2:a file is unusable",
        "64:the command line is wrong",
        "69:the node does not answer",
        "70:a fault of this program"
      })
  private static final class NodeCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (spec != null) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "say what to do: init, join, run, admit, renew, key-card or next-key");
      }
    }
  }

  private static int usage(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    String sentence = Printable.of(String.valueOf(wrong.getMessage()));
    line.getErr().println("baymark: " + sentence + "\nSee '" + name + " --help'.");
    return Failure.USAGE;
  }

  private static int failed(
      Exception cause, CommandLine line, CommandLine.@Nullable ParseResult result) {
    if (cause instanceof Failure failure) {
      line.getErr().println("baymark: " + Printable.of(String.valueOf(failure.getMessage())));
      return failure.exitCode();
    }
    if (cause instanceof FolderException unusable) {
      line.getErr().println("baymark: " + Printable.of(String.valueOf(unusable.getMessage())));
      return Failure.UNUSABLE_FILE;
    }
    line.getErr().println("baymark: this is our own fault, please report it: " + cause);
    return Failure.OWN_FAULT;
  }
}
