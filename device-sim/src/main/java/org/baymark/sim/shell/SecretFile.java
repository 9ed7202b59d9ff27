package org.baymark.sim.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;

/** Files that hold a key, or what else nobody but their owner should read. */
public final class SecretFile {
  private SecretFile() {}

  /** Writes {@code text} to a file that must be new and that only its owner can read. */
  public static void write(Path file, String text) throws IOException {
    write(file, Bytes.ofUtf8(text));
  }

  /** The same with bytes. */
  public static void write(Path file, Bytes content) throws IOException {
    // Asked of the file system and not of the path: a Windows has no such permissions.
    FileAttribute<?>[] owner =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
      channel.write(ByteBuffer.wrap(content.toArray()));
    } catch (FileAlreadyExistsException e) {
      throw new Unusable(file + " exists already, and a key is never overwritten");
    }
  }
}
