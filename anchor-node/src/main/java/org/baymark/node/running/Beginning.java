package org.baymark.node.running;

import java.nio.file.Files;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.SmallFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Policy;

/**
 * Whether a log may begin in a folder. Asked before anything is written there, the log file too.
 */
public final class Beginning {
  private static final String JOIN = "'baymark node join' writes it";

  private Beginning() {}

  /**
   * Refuses to let a member of several begin a log of its own, because it runs before it joined:
   * that would sign a second history under the name of the alliance, and use up its keys.
   */
  public static void demand(WorkingFolder folder) throws FolderException {
    if (Files.notExists(folder.genesis())
        && Files.notExists(folder.database())
        && !isAlone(folder)) {
      throw new FolderException(
          "There is no file "
              + folder.genesis()
              + ", with which the log of several members begins: take it in first, baymark node join"
              + " --dir "
              + folder.path()
              + " --from DIR, from the folder that 'baymark alliance genesis' made. (The folder of"
              + " an alliance of one has a trust.policy that names this member alone.)");
    }
  }

  /** What init writes where it makes an alliance of one. */
  private static boolean isAlone(WorkingFolder folder) throws FolderException {
    if (!Files.exists(folder.trustPolicy())) {
      return false;
    }
    Bytes file = SmallFile.read(folder.trustPolicy(), Policy.SIZE_MAX, JOIN);
    return Policy.parse(file).toOptional().filter(it -> it.logs().size() == 1).isPresent();
  }
}
