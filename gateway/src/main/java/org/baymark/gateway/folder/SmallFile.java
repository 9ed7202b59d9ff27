package org.baymark.gateway.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.file.SafeFiles;

/** Files that a person made or reads: small ones, each of which fails with a sentence. */
public final class SmallFile {
  private static final int SIZE_MAX = 1 << 20;

  private SmallFile() {}

  /** Reads a file of one line of hexadecimal digits. */
  public static <T> T hexLine(Path file, Function<Bytes, Parsed<T>> parser, String what) {
    String line = text(file).strip();
    if (!line.matches("([0-9a-f]{2})+")) {
      throw CommandFailure.unusable(file + " is not " + what + ": one line of hexadecimal digits");
    }
    return parser
        .apply(Bytes.ofHex(line))
        .match(
            value -> value,
            refused -> {
              throw CommandFailure.unusable(file + " is not " + what + ": " + refused.detail());
            });
  }

  /** The text of a small file. */
  public static String text(Path file) {
    return bytes(file).utf8();
  }

  /** What a small file holds. */
  public static Bytes bytes(Path file) {
    // Read, not asked for its size: a device or a pipe has none.
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(SIZE_MAX + 1);
      if (octets.length > SIZE_MAX) {
        throw CommandFailure.unusable(file + " is larger than such a file can be");
      }
      return Bytes.owning(octets);
    } catch (NoSuchFileException e) {
      throw CommandFailure.unusable("there is no file " + file);
    } catch (IOException e) {
      throw CommandFailure.unusable("cannot read " + file + ": " + e.getMessage());
    }
  }

  /**
   * Writes a file that only its owner may read, whole or not at all; what was there is replaced.
   */
  public static void writePrivately(Path file, Bytes content) {
    try {
      SafeFiles.writeSecret(file, content);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + file + ": " + e.getMessage());
    }
  }

  /** The same of a file that all may read. */
  public static void write(Path file, Bytes content) {
    try {
      SafeFiles.writePublic(file, content);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + file + ": " + e.getMessage());
    }
  }
}
