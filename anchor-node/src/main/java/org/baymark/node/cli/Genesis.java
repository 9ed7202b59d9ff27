package org.baymark.node.cli;

import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Members;

/**
 * The first entry of a log, and the ledger takes it.
 *
 * @param members whom it names
 */
record Genesis(Sign1 signed, Members members) {

  /** What lies in {@code folder}. */
  static Genesis read(WorkingFolder folder) throws FolderException {
    GenesisFile file =
        GenesisFile.read(folder)
            .orElseThrow(
                () ->
                    new FolderException(
                        "There is no file "
                            + folder.genesis()
                            + "; 'baymark alliance genesis' makes it from the members' cards."));
    try {
      return of(file.entry());
    } catch (IllegalArgumentException e) {
      throw new FolderException(
          "With the entry in " + folder.genesis() + " no log can begin: " + e.getMessage() + ".");
    }
  }

  /**
   * @throws IllegalArgumentException with the rule that it breaks
   */
  static Genesis of(Sign1 signed) {
    Ledger ledger = new Ledger();
    if (ledger.apply(new Command.Found(signed)) instanceof Result.Rejected rejected) {
      throw new IllegalArgumentException(rejected.detail());
    }
    return new Genesis(signed, ledger.members().orElseThrow());
  }

  /** What members compare by telephone before they join: 8 groups of 8 hex digits. */
  String fingerprint() {
    return signed.id().bytes().hex().replaceAll("(.{8})(?=.)", "$1 ");
  }
}
