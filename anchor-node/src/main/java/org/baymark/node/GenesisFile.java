package org.baymark.node;

import java.nio.file.Path;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.SmallFile;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Members;

/**
 * The first entry of a log as several members agreed on it, one line of hexadecimal.
 *
 * @param members whom it names; the ledger takes it
 */
record GenesisFile(Sign1 signed, Members members) {

  static GenesisFile read(Path file) throws FolderException {
    String advice = "'baymark alliance genesis' makes it from the members' cards";
    Bytes line = SmallFile.read(file, 2 * Ledger.ENTRY_SIZE_MAX + 2, advice);
    try {
      Bytes octets = Bytes.ofHex(line.utf8().strip());
      return of(Sign1.parse(octets, Ledger.ENTRY_SIZE_MAX).orRefuse());
    } catch (IllegalArgumentException e) {
      throw new FolderException("In " + file + ": " + e.getMessage() + ".");
    } catch (RefusalException e) {
      throw new FolderException("The file " + file + " is no genesis: " + e.detail() + ".");
    }
  }

  /**
   * @throws IllegalArgumentException with the rule that it breaks
   */
  static GenesisFile of(Sign1 signed) {
    Ledger ledger = new Ledger();
    if (ledger.apply(new Command.Found(signed)) instanceof Result.Rejected rejected) {
      throw new IllegalArgumentException("no log can begin with it: " + rejected.detail());
    }
    return new GenesisFile(signed, ledger.members().orElseThrow());
  }

  String text() {
    return signed.encoded().hex() + "\n";
  }

  /** What members compare by telephone before they join: 8 groups of 8 hex digits. */
  String fingerprint() {
    return signed.id().bytes().hex().replaceAll("(.{8})(?=.)", "$1 ");
  }
}
