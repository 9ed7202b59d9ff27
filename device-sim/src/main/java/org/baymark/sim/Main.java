package org.baymark.sim;

import java.io.IOException;
import java.time.InstantSource;
import java.util.logging.LogManager;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Printable;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.bench.AllianceCommand;
import org.baymark.sim.bench.BenchCommand;
import org.baymark.sim.bench.JoiningCommand;
import org.baymark.sim.bench.SignaturesCommand;
import org.baymark.sim.bench.SoakCommand;
import org.baymark.sim.bench.WearCommand;
import org.baymark.sim.demo.DemoCommand;
import org.baymark.sim.journey.RunCommand;
import org.baymark.sim.obey.ObeyCommand;
import org.baymark.sim.radio.RadioCommand;
import org.baymark.sim.replay.ReplayCommand;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.Unusable;
import org.baymark.sim.sign.KeyCommand;
import org.baymark.sim.sign.ProveCommand;
import org.baymark.sim.sign.SignCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Simulated devices: the demonstration, single statements, fleets. */
@Command(name = "baymark", mixinStandardHelpOptions = true, versionProvider = Version.class)
public final class Main {

  /** What simulated devices can be made to do one by one. */
  @Command(
      name = "sim",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      description = "Simulated devices: keys, single statements, fleets.")
  static final class Sim {}

  /** What can be measured on this machine. */
  @Command(
      name = "bench",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      description = "Measures the programs on this machine.")
  static final class Bench {}

  private Main() {}

  public static void main(String... arguments) {
    // Paho reports through java.util.logging, on the console; what matters of it we report.
    LogManager.getLogManager().reset();
    int code;
    try {
      code = line(InstantSource.system()).execute(arguments);
    } catch (OutOfMemoryError e) {
      // Of what a person names, only a recording of very many rows can be so large.
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      System.err.println(
          "baymark: this needs more memory than "
              + mebibytes
              + " MiB; BAYMARK_JAVA_OPTS=-Xmx8g gives it 8 GiB");
      code = ExitCode.UNUSABLE;
    }
    System.exit(code);
  }

  /** The words that the launcher hands over, and what stands behind each. */
  static CommandLine line(InstantSource clock) {
    CommandLine sim = new CommandLine(new Sim());
    sim.addSubcommand(new KeyCommand());
    sim.addSubcommand(new ProveCommand());
    sim.addSubcommand(new SignCommand(clock));
    sim.addSubcommand(new RunCommand(clock));
    sim.addSubcommand(new RadioCommand(clock));
    sim.addSubcommand(new ReplayCommand(clock));
    sim.addSubcommand(new ObeyCommand(clock));
    CommandLine bench = new CommandLine(new Bench());
    bench.addSubcommand(new BenchCommand(clock));
    bench.addSubcommand(new WearCommand(clock));
    bench.addSubcommand(new SoakCommand(clock));
    bench.addSubcommand(new AllianceCommand(clock));
    bench.addSubcommand(new JoiningCommand(clock));
    bench.addSubcommand(new SignaturesCommand());
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(sim);
    line.addSubcommand(bench);
    line.addSubcommand(new DemoCommand(clock));
    line.setParameterExceptionHandler(Main::usage);
    line.setExecutionExceptionHandler(Main::failure);
    line.setExpandAtFiles(false); // a file may be called @home
    return line;
  }

  private static int usage(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String words = command.getCommandSpec().qualifiedName();
    String sentence = Printable.of(String.valueOf(wrong.getMessage()));
    command.getErr().println("baymark: " + sentence + "\nSee '" + words + " --help'.");
    return ExitCode.USAGE;
  }

  private static int failure(
      Exception failure, CommandLine line, CommandLine.@Nullable ParseResult result) {
    if (failure instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    if (failure instanceof IOException io) {
      line.getErr().println("baymark: " + Printable.of(Unusable.sentence(io)));
      if (failure instanceof Unusable) {
        return ExitCode.UNUSABLE;
      }
      boolean away = failure instanceof GatewayApi.Unanswered;
      return away ? ExitCode.UNANSWERED : ExitCode.FAILED;
    }
    line.getErr().println("baymark: this is our own fault, please report it: " + failure);
    return ExitCode.OWN_FAULT;
  }
}
