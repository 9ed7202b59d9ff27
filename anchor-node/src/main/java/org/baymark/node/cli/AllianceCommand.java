package org.baymark.node.cli;

import org.baymark.protocol.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What members do together. */
@Command(
    name = "alliance",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "Found an alliance of members and govern it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it failed; the sentence says why",
      "2:a file is unusable",
      "64:the command line is wrong",
      "69:the node does not answer",
      "70:a fault of this program"
    })
final class AllianceCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "say what to do: " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }
  }
}
