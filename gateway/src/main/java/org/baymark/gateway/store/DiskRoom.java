package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much is left of the disk that the database is on. Statements are refused while there is less
 * than the reserve: what a gateway still has to write about those that it took (batches, how far
 * they came) needs room too. What the write-ahead log has yet to bring into the file is no room:
 * the file takes it at once, whenever that is. For any thread.
 */
public final class DiskRoom {
  private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);

  /** So long may be taken what does not fit: at 10 MB/s on the disk, half a megabyte. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long MEGABYTE = 1 << 20;

  private final Database database;
  private final Path folder;
  private volatile long reserve;
  private volatile long lookAgainAt = System.nanoTime();
  private volatile Optional<String> shortage = Optional.empty();

  /**
   * @param reserve bytes that are to be left; 0 for none
   */
  public DiskRoom(Database database, Path folder, long reserve) {
    this.database = database;
    this.folder = folder;
    this.reserve = reserve;
    database.reserve(reserve);
  }

  /** Why nothing is taken now; empty while there is room. Asks the disk several times a second. */
  public Optional<String> shortage() {
    long now = System.nanoTime();
    if (now - lookAgainAt >= 0) {
      lookAgainAt = now + LOOK_NANOS;
      look();
    }
    return shortage;
  }

  /** Other bytes that are to be left, from now on. */
  public void reserve(long bytes) {
    reserve = bytes;
    database.reserve(bytes);
    lookAgainAt = System.nanoTime();
  }

  /** Bytes that are to be left. */
  public long reserve() {
    return reserve;
  }

  private synchronized void look() {
    // It begins again only with somewhat more than the reserve, or it would change its mind often.
    long least = reserve;
    long enough = least + least / 8;
    long free = free();
    boolean isShort = free < (shortage.isPresent() ? enough : least);
    if (isShort != shortage.isPresent()) {
      log.atWarn()
          .addKeyValue("freeMegabytes", free / MEGABYTE)
          .addKeyValue("reserveMegabytes", least / MEGABYTE)
          .log(isShort ? "the disk is nearly full: nothing more is taken" : "taking again");
    }
    shortage =
        isShort
            ? Optional.of(
                "the disk is nearly full: %d MB are free, and statements are taken again from %d on"
                    .formatted(free / MEGABYTE, enough / MEGABYTE))
            : Optional.empty();
  }

  /**
   * Bytes that are free now and stay so when all that was committed is in the database's file; the
   * largest number where the system does not tell.
   */
  public long free() {
    try {
      return Math.max(0, Files.getFileStore(folder).getUsableSpace() - database.bytesToCome());
    } catch (IOException e) {
      return Long.MAX_VALUE; // it does not tell; whoever writes will hear
    }
  }
}
