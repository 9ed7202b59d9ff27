package org.baymark.sim.shell;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written when all is done. */
public final class OutputFile {
  private OutputFile() {}

  /** Says what would fail then, before the work is begun. */
  public static void demand(Path file) throws Unusable {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new Unusable("cannot write " + file + ": it is a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new Unusable("cannot write " + file + ": its folder does not exist");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new Unusable("cannot write " + file + ": you have no permission for it");
    }
  }
}
