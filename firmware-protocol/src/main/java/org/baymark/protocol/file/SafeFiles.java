package org.baymark.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;

/**
 * Writes files whole or not at all: into a temporary one beside it, flushed, then renamed, and the
 * folder flushed too, for a rename is only a promise until then. From their first byte they are
 * only as readable as they may be; a file system without such permissions (Windows) is left to its
 * own.
 */
public final class SafeFiles {
  private static final String OWNER_FILE = "rw-------";
  private static final String PUBLIC_FILE = "rw-r--r--";
  private static final String OWNER_FOLDER = "rwx------";

  /** What {@link #write} calls a file that is not whole yet: its name, and a random number. */
  private static final Pattern UNFINISHED = Pattern.compile("\\.(.+?)[0-9]+\\.new");

  private SafeFiles() {}

  /** Makes the folder, and those above it, for its owner alone (0700); leaves one that is there. */
  public static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, permissions(folder, OWNER_FOLDER));
    }
  }

  /**
   * Makes an empty file for its owner alone (0600).
   *
   * @throws java.nio.file.FileAlreadyExistsException if one is there
   */
  public static void makeSecret(Path file) throws IOException {
    Files.createFile(file, permissions(file, OWNER_FILE));
  }

  /**
   * Writes a new file for its owner alone (0600).
   *
   * @throws java.nio.file.FileAlreadyExistsException if one is there
   */
  public static void writeNewSecret(Path file, Bytes content) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            permissions(file, OWNER_FILE))) {
      fill(out, content);
    }
  }

  /** For its owner alone (0600). */
  public static void writeSecret(Path file, String text) throws IOException {
    writeSecret(file, Bytes.ofUtf8(text));
  }

  /** The same of bytes. */
  public static void writeSecret(Path file, Bytes content) throws IOException {
    write(file, content, OWNER_FILE);
  }

  /** For everyone to read (0644). */
  public static void writePublic(Path file, String text) throws IOException {
    writePublic(file, Bytes.ofUtf8(text));
  }

  /** The same of bytes. */
  public static void writePublic(Path file, Bytes content) throws IOException {
    write(file, content, PUBLIC_FILE);
  }

  /**
   * Removes what a process that was killed left unfinished in {@code folder}, if that is there.
   * Nobody may be writing these files now.
   *
   * @param isOurs whether files of this name are written here
   */
  public static void tidy(Path folder, Predicate<String> isOurs) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.new")) {
      for (Path file : files) {
        Matcher name = UNFINISHED.matcher(String.valueOf(file.getFileName()));
        if (name.matches()
            && isOurs.test(name.group(1))
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void write(Path file, Bytes content, String permissions) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling(".");
    Path temporary =
        Files.createTempFile(
            folder, "." + file.getFileName(), ".new", permissions(file, OWNER_FILE));
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        if (isPosix(file)) {
          Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
        }
        fill(out, content);
      }
      replace(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
    if (isPosix(file)) {
      try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
        entry.force(true);
      }
    }
  }

  private static void fill(FileChannel out, Bytes content) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(content.unsafeArray());
    while (octets.hasRemaining()) {
      out.write(octets);
    }
    out.force(true);
  }

  private static void replace(Path temporary, Path file) throws IOException {
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  // Asked of the file system and not of the path: a Windows has no such permissions.
  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
