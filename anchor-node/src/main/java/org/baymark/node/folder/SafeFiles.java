package org.baymark.node.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;

/**
 * Writes files whole or not at all: into a temporary one beside it, flushed, then renamed, and the
 * folder flushed too, for a rename is only a promise until then. From their first byte they are
 * only as readable as they may be.
 */
public final class SafeFiles {
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PUBLIC_FILE =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private SafeFiles() {}

  /** Makes the folder, and those above it, for its owner alone (0700); leaves one that is there. */
  public static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
    }
  }

  /** For its owner alone (0600). */
  public static void writeSecret(Path file, String text) throws IOException {
    write(file, text, OWNER_FILE);
  }

  /** The same of bytes. */
  public static void writeSecret(Path file, Bytes content) throws IOException {
    write(file, content, OWNER_FILE);
  }

  /** For everyone to read (0644). */
  public static void writePublic(Path file, String text) throws IOException {
    write(file, text, PUBLIC_FILE);
  }

  /** The same of bytes. */
  public static void writePublic(Path file, Bytes content) throws IOException {
    write(file, content, PUBLIC_FILE);
  }

  private static void write(Path file, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    write(file, Bytes.ofUtf8(text), permissions);
  }

  private static void write(Path file, Bytes content, Set<PosixFilePermission> permissions)
      throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.resolveSibling(".");
    Path temporary =
        Files.createTempFile(
            folder,
            "." + file.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(OWNER_FILE));
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer octets = ByteBuffer.wrap(content.unsafeArray());
        while (octets.hasRemaining()) {
          out.write(octets);
        }
        Files.setPosixFilePermissions(temporary, permissions);
        out.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }
}
