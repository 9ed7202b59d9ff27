package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the file anew without the pages that were freed, so that the disk gets them back (VACUUM).
 * A power cut in between leaves the file as it was: the new pages go through the write-ahead log.
 */
public final class Compaction {
  private static final long SPARE = 16L << 20;

  private Compaction() {}

  /** Bytes on the disk, the write-ahead log included. */
  public record Done(long before, long after) {}

  static Done run(Transaction writer, Path file) {
    long before = sizeOf(file);
    demandRoom(file, before);
    writer.letGo();
    writer.execute("VACUUM");
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return new Done(before, sizeOf(file));
  }

  /** Twice the file: once beside it while it is put together, once in the write-ahead log. */
  private static void demandRoom(Path file, long size) {
    try {
      long free = Files.getFileStore(file).getUsableSpace();
      if (free < 2 * size + SPARE) {
        throw new StoreException(
            "to compact %s takes %d MB of free disk for a while, and there are %d MB; nothing was done"
                .formatted(file, (2 * size + SPARE) >> 20, free >> 20));
      }
    } catch (IOException e) {
      throw new StoreException("cannot look at " + file + ": " + e, e);
    }
  }

  static long sizeOf(Path file) {
    try {
      Path log = file.resolveSibling(file.getFileName() + "-wal");
      return Files.size(file) + (Files.exists(log) ? Files.size(log) : 0);
    } catch (IOException e) {
      throw new StoreException("cannot look at " + file + ": " + e, e);
    }
  }
}
