package org.baymark.node.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows who the members are, and what they are asked to vote on. */
@Command(
    name = "proposals",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "Show the members, and the proposal that waits for votes.",
    description = {"", "Asks the node of DIR, or the one at URL: anybody may.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:the node does not say it",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "69:the node does not answer",
      "70:a fault of this program"
    })
final class ProposalsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The working folder of a node.")
  private @Nullable Path dir;

  @Parameters(arity = "0..1", paramLabel = "URL", description = "The address of a node.")
  private @Nullable String url;

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      return Failure.OWN_FAULT;
    }
    if ((dir == null) == (url == null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say whom to ask: either --dir or the address of a node");
    }
    if (url != null) {
      StatusCommand.demandUrl(spec, url);
    }
    String at = dir == null ? url : ConfigFile.read(new WorkingFolder(dir).config()).url();
    ProposalText.lines(new OwnNode(String.valueOf(at)).proposals())
        .forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
