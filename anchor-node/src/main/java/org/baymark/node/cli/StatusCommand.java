package org.baymark.node.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks every member how far it is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "Say which member is missing or disagrees.",
    description = {
      "",
      "Asks the nodes of all members, as the log of the node in DIR names them by now or as they"
          + " are given, and prints a line for each: its epoch; the last head that it knows to be"
          + " certified, that it closed, and that it reported, by size and the first digits of the"
          + " root. What they say is their own word; 'baymark verify' checks what is certified."
          + " That a member signed twice is shown, and leaves the exit code as it is.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all answer and agree",
      "1:a member is missing, is behind, stopped or disagrees",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "69:nobody answers",
      "70:a fault of this program"
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The working folder of a member's node.")
  private @Nullable Path dir;

  @Parameters(arity = "0..*", paramLabel = "URL", description = "Addresses of nodes.")
  private List<String> urls = List.of();

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      return Failure.OWN_FAULT;
    }
    if ((dir == null) == urls.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say whom to ask: either --dir or the addresses of nodes");
    }
    for (String url : urls) {
      demandUrl(spec, url);
    }
    RollCall all = dir == null ? new Muster().at(urls) : new Muster().of(new WorkingFolder(dir));
    boolean isWell = true;
    for (RollCall.Line line : all.lines()) {
      spec.commandLine().getOut().println(Printable.of(line.text()));
      isWell &= line.isWell();
    }
    if (all.members().stream().allMatch(member -> member.status().isEmpty())) {
      throw new Failure(Failure.UNREACHABLE, "No node answers.");
    }
    return isWell ? 0 : Failure.FAILED;
  }

  /** Else who mistypes an address would be told that a member is missing. */
  static void demandUrl(CommandSpec spec, String url) {
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "'" + url + "' is no address of a node such as http://HOST:PORT");
    }
  }
}
