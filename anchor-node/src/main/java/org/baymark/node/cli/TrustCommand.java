package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.registration.Members;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the trust files anew, after a change of members. */
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Write the trust files anew, for gateways and verifiers.",
    description = {
      "",
      "Asks this member's own running node who the members are now, and writes trust.policy and"
          + " jurisdictions.policy; and genesis, the first entry of the log, for a new member. Hand"
          + " them out as you handed out the first: whoever takes a trust file believes whoever"
          + " gave it.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the node does not say it, or the folder cannot be written",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "69:the node does not answer",
      "70:a fault of this program"
    })
final class TrustCommand implements Callable<Integer> {
  @Mixin private NodeFolder home = new NodeFolder();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default: the working folder")
  private @Nullable Path out;

  private final InstantSource clock;

  TrustCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    WorkingFolder folder = home.folder();
    OwnNode node = new OwnNode(home.config().url());
    Members members = node.members();
    Sign1 genesis = node.genesis();
    TrustFiles trust = new TrustFiles(members, clock.instant());
    WorkingFolder to = out == null ? folder : new WorkingFolder(out);
    try {
      SafeFiles.makeFolder(to.path());
      trust.write(to);
      SafeFiles.writePublic(to.jurisdictionsPolicy(), trust.jurisdictions());
      SafeFiles.writePublic(to.genesis(), GenesisFile.text(genesis));
    } catch (IOException e) {
      throw new Failure(
          Failure.FAILED, "The folder " + to.path() + " cannot be written: " + Reason.of(e) + ".");
    }
    int count = members.members().size();
    home.out().println("made " + to.trustPolicy() + " of " + count + " members");
    return 0;
  }
}
