package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.Version;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.registration.Member;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes into a member's folder what the founder made. */
@Command(
    name = "join",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Take what 'baymark alliance genesis' made into this node's folder.",
    description = {
      "",
      "Checks that this member's card stands in the genesis as it was made here, and copies"
          + " genesis, trust.policy, jurisdictions.policy and alliance.key. Prints the fingerprints"
          + " of genesis and alliance.key: compare them with the founder's by telephone before you"
          + " run the node.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; the same again does no harm",
      "1:this node belongs to another alliance already, or the folder cannot be written",
      "2:a file is unusable",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class JoinCommand implements Callable<Integer> {
  private static final int FILE_SIZE_MAX = 1 << 18;

  @Mixin private NodeFolder home = new NodeFolder();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR",
      description = "The folder that the founder handed over.")
  private Path from = Path.of("");

  @Option(
      names = "--new",
      description =
          "This member is none of the founders: the log exists, and others admit it by their votes."
              + " Any member's folder will do for --from, with genesis and alliance.key.")
  private boolean isNew;

  @Override
  public Integer call() throws Failure, FolderException {
    WorkingFolder folder = home.folder();
    WorkingFolder source = new WorkingFolder(from);
    Genesis genesis = Genesis.read(source);
    Member own = MemberCard.read(folder.card());
    NodeConfig config = home.config();
    if (!genesis.members().origin().equals(config.origin())) {
      throw new FolderException(
          "The genesis in "
              + from
              + " is of the log "
              + genesis.members().origin()
              + ", node.yaml says "
              + (config.origin() + "."));
    }
    String key = AllianceKeyFile.text(source);
    if (isNew) {
      if (genesis.members().member(own.name()).isPresent()) {
        throw new FolderException(
            "The genesis in " + from + " names " + own.name() + ": it is no new member.");
      }
    } else {
      founded(source, genesis, own);
    }
    holdsNoOther(folder, genesis);
    write(folder, genesis, key);
    home.out().println("genesis " + genesis.fingerprint());
    home.out().println("alliance.key " + AllianceKeyFile.fingerprint(key));
    return 0;
  }

  private void founded(WorkingFolder source, Genesis genesis, Member own) throws FolderException {
    if (!genesis.members().members().contains(own)) {
      throw new FolderException(
          "The genesis in "
              + from
              + " does not hold the card of "
              + home.folder().card()
              + " as it is; a member that joins later says so with --new.");
    }
    TrustFiles trust = TrustFiles.of(genesis);
    same(source.trustPolicy(), trust.trust());
    same(source.jurisdictionsPolicy(), trust.jurisdictions());
  }

  /**
   * The fingerprint speaks for the genesis; these follow from it, and nobody may have changed them.
   */
  private static void same(Path file, String expected) throws FolderException {
    if (!NodeKeys.readText(file, FILE_SIZE_MAX).equals(expected)) {
      throw new FolderException(
          "The file " + file + " is not what the genesis beside it says: ask the founder again.");
    }
  }

  /** Keys that signed one history must not sign another: both together would convict them. */
  private static void holdsNoOther(WorkingFolder folder, Genesis genesis) throws Failure {
    if (Files.exists(folder.genesis()) || !Files.exists(folder.database())) {
      return; // what lies there is compared below, and no log was begun
    }
    try (LogStore store = LogStore.open(folder.database())) {
      if (store.entries().at(0).filter(it -> !it.equals(genesis.signed().encoded())).isPresent()) {
        throw new Failure(
            Failure.FAILED,
            folder.database()
                + " holds another log, which the keys in this folder signed: make a new folder"
                + " with 'baymark node init --member', and give its card to the founder.");
      }
    } catch (StoreException e) {
      throw new Failure(Failure.FAILED, "This node cannot join: " + e.getMessage() + ".");
    }
  }

  private void write(WorkingFolder folder, Genesis genesis, String key)
      throws Failure, FolderException {
    if (Files.exists(folder.genesis()) && !Genesis.read(folder).signed().equals(genesis.signed())) {
      throw new Failure(
          Failure.FAILED, folder.genesis() + " is another one: this node has an alliance already.");
    }
    if (Files.exists(folder.allianceKey()) && !AllianceKeyFile.text(folder).equals(key)) {
      // It may have a key more than the founder gave out once: that must not be lost.
      throw new Failure(
          Failure.FAILED,
          folder.allianceKey() + " is another one than the founder's; remove it to take that.");
    }
    TrustFiles trust = TrustFiles.of(genesis);
    try {
      SafeFiles.writeSecret(folder.allianceKey(), key);
      trust.write(folder);
      SafeFiles.writePublic(folder.jurisdictionsPolicy(), trust.jurisdictions());
      SafeFiles.writePublic(folder.genesis(), GenesisFile.text(genesis.signed()));
    } catch (IOException e) {
      throw new Failure(
          Failure.FAILED,
          "The folder " + home.path() + " cannot be written: " + Reason.of(e) + ".");
    }
  }
}
