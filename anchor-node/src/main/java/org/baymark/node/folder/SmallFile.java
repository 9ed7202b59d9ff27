package org.baymark.node.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.baymark.protocol.bytes.Bytes;

/** Reads files that cannot be large. A pipe may never answer and a device never end: no such. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * The whole file.
   *
   * @param advice what to do if it is not there: the end of a sentence
   */
  public static Bytes read(Path file, int sizeMax, String advice) throws FolderException {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      if (!is.isRegularFile()) {
        throw new FolderException(
            file + (is.isDirectory() ? " is a folder." : " is a pipe or a device, and no file."));
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] octets = in.readNBytes(sizeMax + 1);
        if (octets.length > sizeMax) {
          throw new FolderException("The file " + file + " is larger than such a file can be.");
        }
        return Bytes.owning(octets);
      }
    } catch (NoSuchFileException e) {
      throw new FolderException("There is no file " + file + "; " + advice + ".");
    } catch (IOException e) {
      throw new FolderException("The file " + file + " cannot be read: " + Reason.of(e) + ".");
    }
  }
}
