package org.baymark.sim.shell;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.file.SafeFiles;

/** Files that hold a key, or what else nobody but their owner should read. */
public final class SecretFile {
  private SecretFile() {}

  /** Writes {@code text} to a file that must be new and that only its owner can read. */
  public static void write(Path file, String text) throws IOException {
    write(file, Bytes.ofUtf8(text));
  }

  /** The same with bytes. */
  public static void write(Path file, Bytes content) throws IOException {
    try {
      SafeFiles.writeNewSecret(file, content);
    } catch (FileAlreadyExistsException e) {
      throw new Unusable(file + " exists already, and a key is never overwritten");
    }
  }
}
