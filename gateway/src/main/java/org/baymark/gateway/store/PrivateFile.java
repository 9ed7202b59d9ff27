package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.baymark.protocol.file.SafeFiles;

/** Files for their owner alone (0600), whoever may look into the folder they lie in. */
final class PrivateFile {
  private PrivateFile() {}

  /** Makes a folder for its owner alone (0700); leaves one that is there. */
  static void makeFolder(Path folder) {
    try {
      SafeFiles.makeFolder(folder);
    } catch (IOException e) {
      throw new StoreException("cannot make the folder " + folder + ": " + e, e);
    }
  }

  /**
   * Makes an empty file; leaves one that is there. SQLite gives its write-ahead log and what
   * belongs to that the permissions of the database file (os_unix.c, findCreateFileMode).
   */
  static void make(Path file) {
    try {
      SafeFiles.makeSecret(file);
    } catch (FileAlreadyExistsException e) {
      // Whoever made it, or opened it for others, meant it so.
    } catch (IOException e) {
      throw new StoreException("cannot make " + file + ": " + e, e);
    }
  }
}
