package org.baymark.node.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks the other members to change the alliance. */
@Command(
    name = "propose",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Propose a change of the alliance, and vote for it.",
    description = {
      "",
      "WHAT is one of:",
      "  add CARD               a new member, from the member.card that it made",
      "  remove NAME            the end of a membership",
      "  rotate CARD            new keys of a member, from the card it made for them",
      "  addresses CARD         new addresses or company of a member, under its old keys",
      "  entrust GATEWAY NAME   from now on this member signs for that gateway's devices",
      "",
      "Signs with this member's governor key and hands it to its own node, which has to run. One"
          + " proposal is open at a time. The others vote with 'baymark alliance vote'.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:proposed; its id is printed",
      "1:the log refuses it; the sentence says why",
      "2:a card or a file of the working folder is unusable",
      "64:the command line is wrong",
      "69:the node does not answer",
      "70:a fault of this program"
    })
final class ProposeCommand implements Callable<Integer> {
  @Mixin private NodeFolder home = new NodeFolder();

  @Parameters(
      index = "0",
      paramLabel = "WHAT",
      description = "add, remove, rotate, addresses or entrust")
  private String what = "";

  @Parameters(index = "1..*", arity = "1..2", paramLabel = "ARGUMENT", description = "See above.")
  private List<String> arguments = List.of();

  private final InstantSource clock;

  ProposeCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (arguments.size() != (what.equals("entrust") ? 2 : 1)) {
      throw home.usage(usage());
    }
    WorkingFolder folder = home.folder();
    NodeConfig config = home.config();
    NodeKeys keys = home.keys();
    Optional<Member> card =
        switch (what) {
          case "add", "rotate", "addresses" ->
              Optional.of(MemberCard.read(Path.of(arguments.get(0))));
          default -> Optional.empty();
        };
    OwnNode node = new OwnNode(config.url());
    Members members = node.members();
    if (card.isPresent()) {
      check(card.get(), members);
    }
    Change change = change();
    Sign1 proposal =
        new Proposal(members.digest(), members.certified(node.checkpoint()), change)
            .sign(keys.governor(), config.name(), clock.instant().getEpochSecond());
    node.submit(proposal);
    home.out().println("proposed " + proposal.id().bytes().hex());
    return 0;
  }

  private String usage() {
    return switch (what) {
      case "add", "rotate", "addresses" -> what + " takes one argument, the file of a card";
      case "remove" -> "remove takes one argument, the name of a member";
      case "entrust" -> "entrust takes two arguments, the names of a gateway and of a member";
      default -> "there is no change '" + what + "'";
    };
  }

  /** What the log would take and the operator did not mean. */
  private void check(Member card, Members members) throws FolderException {
    Optional<Member> now = members.member(card.name());
    boolean sameKeys = now.map(Member::keys).filter(card.keys()::equals).isPresent();
    if (what.equals("add") && now.isPresent()) {
      throw new FolderException(card.name() + " is a member already; rotate or addresses?");
    }
    if (!what.equals("add") && now.isEmpty()) {
      throw new FolderException("The card is of " + card.name() + ", which is no member; add?");
    }
    if (what.equals("rotate") && sameKeys) {
      throw new FolderException("The card holds the keys that " + card.name() + " has; addresses?");
    }
    if (what.equals("addresses") && !sameKeys) {
      throw new FolderException("The card holds other keys than " + card.name() + " has; rotate?");
    }
  }

  private Change change() throws FolderException {
    try {
      return switch (what) {
        case "add" -> Change.admit(signed());
        case "rotate", "addresses" -> Change.replace(signed());
        case "remove" -> new Change.Remove(name(0));
        case "entrust" -> new Change.Entrust(name(0), name(1));
        default -> throw home.usage("there is no change '" + what + "'");
      };
    } catch (RefusalException e) {
      throw new FolderException("The card is unusable: " + e.detail() + ".");
    }
  }

  private Sign1 signed() throws FolderException {
    return MemberCard.signed(Path.of(arguments.get(0)));
  }

  private DevUrn name(int which) {
    String text = arguments.get(which);
    if (!DevUrn.isValid(text)) {
      throw home.usage("'" + text + "' is no name such as urn:dev:org:32473-member (RFC 9039)");
    }
    return new DevUrn(text);
  }
}
