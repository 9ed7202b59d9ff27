package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files for their owner alone (0600), whoever may look into the folder they lie in. */
final class PrivateFile {
  private PrivateFile() {}

  /** Makes a folder for its owner alone (0700); leaves one that is there. */
  static void makeFolder(Path folder) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] permissions =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, permissions);
      }
    } catch (IOException e) {
      throw new StoreException("cannot make the folder " + folder + ": " + e, e);
    }
  }

  /**
   * Makes an empty file; leaves one that is there. SQLite gives its write-ahead log and what
   * belongs to that the permissions of the database file (os_unix.c, findCreateFileMode).
   */
  static void make(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] permissions =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, permissions);
    } catch (FileAlreadyExistsException e) {
      // Whoever made it, or opened it for others, meant it so.
    } catch (IOException e) {
      throw new StoreException("cannot make " + file + ": " + e, e);
    }
  }
}
