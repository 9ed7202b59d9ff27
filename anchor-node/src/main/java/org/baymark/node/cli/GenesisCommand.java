package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes what an alliance begins with, from the cards of its members. */
@Command(
    name = "genesis",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Found an alliance: the first entry of its log, its trust files, its secret.",
    description = {
      "",
      "Reads the cards that 'baymark node init --member' made on each machine and writes into DIR:"
          + " genesis (for all members), trust.policy and jurisdictions.policy (for everyone), and"
          + " alliance.key (a secret: for members and their gateways only). Any of the members may"
          + " do it; its registrar key signs. Prints the fingerprints of genesis and alliance.key:"
          + " each member checks and takes them with 'baymark node join', which prints the same.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a file is there already, or the folder cannot be written",
      "2:a card or a file of the founder's folder is unusable",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class GenesisCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "FOUNDER",
      description = "The working folder of the member that signs.")
  private Path dir = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out = Path.of("");

  @Parameters(arity = "1..*", paramLabel = "CARD", description = "The cards of all members.")
  private List<Path> cards = List.of();

  private final InstantSource clock;

  GenesisCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Failure, FolderException {
    WorkingFolder founder = new WorkingFolder(dir);
    NodeConfig config = ConfigFile.read(founder.config());
    NodeKeys keys = NodeKeys.read(founder);
    Members members = members(config.origin());
    if (!members.members().contains(MemberCard.read(founder.card()))) {
      throw new Failure(
          Failure.UNUSABLE_FILE,
          "The card of " + founder.card() + " is none of those given: the founder is a member.");
    }
    long now = clock.instant().getEpochSecond();
    Genesis genesis;
    try {
      genesis = Genesis.of(members.signGenesis(keys.registrar(), config.name(), now));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          Failure.UNUSABLE_FILE, "With these cards no log can begin: " + e.getMessage() + ".");
    }
    String key = AllianceKeyFile.generate(new SecureRandom());
    write(new WorkingFolder(out), genesis, key);
    if (spec != null) {
      spec.commandLine().getOut().println("genesis " + genesis.fingerprint());
      spec.commandLine().getOut().println("alliance.key " + AllianceKeyFile.fingerprint(key));
      spec.commandLine()
          .getErr()
          .println(
              "made "
                  + out
                  + " for "
                  + members.members().size()
                  + " members of "
                  + members.origin()
                  + "; next: hand it to the other members, its alliance.key by a way that nobody"
                  + " else can read, and on each machine: baymark node join --dir DIR --from "
                  + out);
    }
    return 0;
  }

  private Members members(String origin) throws FolderException {
    List<Member> members = new ArrayList<>();
    for (Path card : cards) {
      members.add(MemberCard.read(card));
    }
    members.sort(Comparator.comparing(Member::name));
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i).name().equals(members.get(i - 1).name())) {
        throw new FolderException("Two cards are of " + members.get(i).name() + ".");
      }
    }
    return new Members(origin, members);
  }

  private void write(WorkingFolder to, Genesis genesis, String key) throws Failure {
    TrustFiles trust = TrustFiles.of(genesis);
    for (Path file : List.of(to.allianceKey(), to.genesis(), to.trustPolicy())) {
      if (Files.exists(file)) {
        throw new Failure(
            Failure.FAILED, file + " is there already; choose another folder or remove it.");
      }
    }
    try {
      SafeFiles.makeFolder(out);
      SafeFiles.writeSecret(to.allianceKey(), key);
      trust.write(to);
      SafeFiles.writePublic(to.jurisdictionsPolicy(), trust.jurisdictions());
      SafeFiles.writePublic(to.genesis(), GenesisFile.text(genesis.signed()));
    } catch (IOException e) {
      throw new Failure(
          Failure.FAILED, "The folder " + out + " cannot be written: " + Reason.of(e) + ".");
    }
  }
}
