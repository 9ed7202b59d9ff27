package org.baymark.sim.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of a few lines that somebody names. */
public final class SmallFile {
  private static final int SIZE_MAX = 16_384;

  private SmallFile() {}

  /**
   * The text of a file; bytes that are no UTF-8 become U+FFFD, which nothing of ours holds.
   *
   * @param what it is: the beginning of a sentence
   */
  public static String text(String what, Path file) throws Unusable {
    // Read, not asked for its size: what comes out of a pipe has none.
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(SIZE_MAX + 1);
      if (octets.length > SIZE_MAX) {
        throw new Unusable(what + " " + file + " is larger than such a file can be");
      }
      return new String(octets, StandardCharsets.UTF_8);
    } catch (Unusable e) {
      throw e;
    } catch (IOException e) {
      throw Unusable.unread(what, file, e);
    }
  }
}
