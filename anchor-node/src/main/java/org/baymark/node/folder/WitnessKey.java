package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.file.SafeFiles;

/**
 * The key by which this member co-signs other logs, made when it is needed first. It is none of the
 * keys that a member is known by in its alliance: a co-signature by those says that the log was
 * executed again and that a quorum reported the same, which nobody did for another's log, and one
 * key must not make two statements (C2SP tlog-cosignature, "Additional statements").
 */
public final class WitnessKey {
  private WitnessKey() {}

  /** One that is kept nowhere. */
  public static SigningKey generate(SecureRandom random) {
    return SigningKey.generate(Suite.EDDSA, random);
  }

  /** From its file (0600); makes both if there is none. */
  public static SigningKey readOrMake(WorkingFolder folder, SecureRandom random)
      throws FolderException {
    if (Files.notExists(folder.witnessKey())) {
      try {
        SafeFiles.makeFolder(folder.keys());
        NodeKeys.writeKey(folder.witnessKey(), generate(random));
      } catch (IOException e) {
        throw new FolderException(
            "The key file " + folder.witnessKey() + " cannot be made: " + Reason.of(e) + ".");
      }
    }
    return NodeKeys.readKey(folder.witnessKey());
  }
}
