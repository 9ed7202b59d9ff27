package org.baymark.node.folder;

import java.nio.file.Files;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.KnownSecrets;
import org.baymark.protocol.registration.Members;

/**
 * The file genesis: the first entry of the log, which all members were given. One line of
 * hexadecimal. An alliance of one member needs none: its node makes the entry itself.
 *
 * @param entry that founds the log
 * @param members whom it names
 */
public record GenesisFile(Sign1 entry, Members members) {
  private static final int SIZE_MAX = 262_144;

  public static String text(Sign1 genesis) {
    return genesis.encoded().hex() + "\n";
  }

  /** Empty if the folder has none. */
  public static Optional<GenesisFile> read(WorkingFolder folder) throws FolderException {
    if (!Files.exists(folder.genesis())) {
      return Optional.empty();
    }
    String advice = "the founder of the alliance hands it to every member";
    String text = SmallFile.read(folder.genesis(), SIZE_MAX, advice).utf8();
    try {
      Sign1 entry = Sign1.parse(Bytes.ofHex(text.strip()), SIZE_MAX).orRefuse();
      entry.expect(ContentType.MEMBERS);
      Members members = Members.parse(entry.payload()).orRefuse();
      if (!members.signed(entry)) {
        throw new FolderException(
            "The file " + folder.genesis() + " is not signed by one of the members it names.");
      }
      Optional<String> known = KnownSecrets.in(members);
      if (known.isPresent()) {
        throw new FolderException(
            "The genesis " + folder.genesis() + " is of no use. " + known.get() + ".");
      }
      return Optional.of(new GenesisFile(entry, members));
    } catch (IllegalArgumentException e) {
      throw new FolderException(
          "The file " + folder.genesis() + " is not one line of hexadecimal.");
    } catch (RefusalException e) {
      throw new FolderException(
          "The file " + folder.genesis() + " holds no genesis: " + e.detail() + ".");
    }
  }
}
