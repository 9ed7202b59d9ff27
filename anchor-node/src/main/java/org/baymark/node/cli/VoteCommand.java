package org.baymark.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.governance.Vote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** This member's word on the open proposal. */
@Command(
    name = "vote",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Vote on the open proposal.",
    description = {
      "",
      "Signs with this member's governor key and hands it to its own node, which has to run."
          + " A member votes once; only whoever proposed may vote no later, and so takes the"
          + " proposal back. 'baymark alliance proposals' shows what is open.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:voted",
      "1:the log refuses it, or no such proposal is open",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "69:the node does not answer",
      "70:a fault of this program"
    })
final class VoteCommand implements Callable<Integer> {
  @Mixin private NodeFolder home = new NodeFolder();

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "Of the proposal, or its first 8 digits or more.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "yes|no", description = "The vote.")
  private String vote = "";

  private final InstantSource clock;

  VoteCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    boolean isYes = vote.equals("yes");
    if (!isYes && !vote.equals("no")) {
      throw home.usage("a vote is yes or no, not '" + vote + "'");
    }
    if (!id.matches("[0-9a-f]{8,64}")) {
      throw home.usage("'" + id + "' is no id: 8 to 64 digits from 0 to 9 and a to f");
    }
    WorkingFolder folder = home.folder();
    NodeConfig config = home.config();
    NodeKeys keys = home.keys();
    OwnNode node = new OwnNode(config.url());
    JsonNode open = node.proposals().path("open");
    String whole = open.path("id").asText();
    if (!whole.startsWith(id) || !whole.matches("[0-9a-f]{64}")) {
      throw new Failure(
          Failure.FAILED,
          "No proposal "
              + id
              + " is open; 'baymark alliance proposals --dir "
              + home.path()
              + "' shows what is.");
    }
    Digest proposal = Digest.of(Bytes.ofHex(whole));
    node.submit(
        new Vote(proposal, isYes)
            .sign(keys.governor(), config.name(), clock.instant().getEpochSecond()));
    String change = ProposalText.change(open.path("change"));
    home.out().println("voted " + vote + ": " + change);
    return 0;
  }
}
