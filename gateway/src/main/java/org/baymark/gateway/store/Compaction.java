package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the file anew without the pages that were freed, so that the disk gets them back (VACUUM).
 * A power cut in between leaves the file as it was: the new pages go through the write-ahead log.
 */
public final class Compaction {
  private static final long SPARE = 16L << 20;

  /** PRAGMA auto_vacuum. */
  private static final int INCREMENTAL = 2;

  private static final long STEP_BYTES = 1 << 20;

  private Compaction() {}

  /** Bytes on the disk, the write-ahead log included. */
  public record Done(long before, long after) {}

  static Done run(Transaction writer, Path file) {
    long before = sizeOf(file);
    demandRoom(file, before);
    writer.letGo();
    keepTemporaryFilesBeside(writer, file);
    writer.execute("PRAGMA auto_vacuum = INCREMENTAL"); // for a file of an older program
    writer.execute("VACUUM");
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return new Done(before, sizeOf(file));
  }

  /**
   * The same of a gateway that does not run: a copy takes the place of the file. So a file of an
   * older program has pages of the size of new ones afterwards, which a VACUUM beside a write-ahead
   * log cannot give it; and a power cut leaves the one or the other, whole.
   *
   * @throws StoreException with a sentence, if a gateway runs, or there is no room; then nothing is
   *     lost
   */
  public static Done alone(Path folder) {
    Database.open(folder).close(); // brings it up to date, and its log into it
    Path file = StoreFile.in(folder);
    Path copy = file.resolveSibling(file.getFileName() + ".compacted");
    FolderLock lock = FolderLock.take(folder);
    try {
      long before = sizeOf(file);
      demandRoom(file, before);
      Files.deleteIfExists(copy); // of one that was killed
      PrivateFile.make(copy); // SQLite takes an empty file, and keeps its permissions
      Transaction plain = Schema.connectPlain(file);
      try {
        Schema.wish(plain);
        plain.update("VACUUM INTO ?", copy.toString());
      } finally {
        plain.close();
      }
      Backup.flush(copy); // VACUUM INTO does not
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
      Backup.flush(folder);
      return new Done(before, sizeOf(file));
    } catch (IOException e) {
      throw new StoreException("cannot compact " + file + ": " + e.getMessage(), e);
    } finally {
      lock.close();
    }
  }

  /**
   * SQLite's own choice is {@code /var/tmp}, which may be small, or memory; and what was hidden is
   * to be nowhere but in the gateway's folder. (Deprecated, for it holds in the whole process: the
   * store and {@link HiddenContents} both ask for it, with the same folder, so whoever asks first
   * changes nothing for the other.)
   */
  static void keepTemporaryFilesBeside(Transaction connection, Path file) {
    String folder = String.valueOf(file.toAbsolutePath().getParent());
    connection.execute("PRAGMA temp_store_directory = '" + folder.replace("'", "''") + "'");
  }

  /**
   * Moves pages from the end of the file into free ones, and cuts the end off; once no more than
   * {@code leaveFree} bytes are free, the write-ahead log goes into the file. Unlike a VACUUM it
   * writes each page that it moves once, needs no second file, and can stop after any step: what an
   * SD card can bear while devices wait. It does nothing in a file that an older program made and
   * that was never compacted.
   *
   * @return bytes that are free still
   */
  static long step(Transaction writer, long leaveFree) {
    long page = number(writer, "page_size");
    long before = number(writer, "freelist_count");
    long surplus = before - leaveFree / page;
    if (surplus > 0 && number(writer, "auto_vacuum") == INCREMENTAL) {
      writer.execute("PRAGMA incremental_vacuum(" + Math.min(STEP_BYTES / page, surplus) + ")");
    }
    long after = number(writer, "freelist_count");
    if (after < before && after <= leaveFree / page) {
      writer.letGo();
      writer.execute("PRAGMA busy_timeout = 0"); // a reader is not waited for: a later one will do
      try {
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      } finally {
        writer.execute("PRAGMA busy_timeout = " + Connecting.BUSY_MILLIS);
      }
    }
    return after * page;
  }

  /**
   * What a file's pages hold.
   *
   * @param used bytes
   * @param free bytes
   * @param canShrink whether free ones can be given back step by step
   */
  public record Pages(long used, long free, boolean canShrink) {}

  public static Pages pages(Transaction transaction) {
    long page = number(transaction, "page_size");
    long free = number(transaction, "freelist_count");
    return new Pages(
        (number(transaction, "page_count") - free) * page,
        free * page,
        number(transaction, "auto_vacuum") == INCREMENTAL);
  }

  private static long number(Transaction connection, String pragma) {
    return connection.first("PRAGMA " + pragma, row -> row.integer(1)).orElse(0L);
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
