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
 * they came, the write-ahead log on its way into the file) needs room too. For any thread.
 */
public final class DiskRoom {
  private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MEGABYTE = 1 << 20;

  private final Path folder;
  private volatile long reserve;
  private volatile long lookAgainAt = System.nanoTime();
  private volatile Optional<String> shortage = Optional.empty();

  /**
   * @param reserve bytes that are to be left; 0 for none
   */
  public DiskRoom(Path folder, long reserve) {
    this.folder = folder;
    this.reserve = reserve;
  }

  /** Why nothing is taken now; empty while there is room. Asks the disk a few times a second. */
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

  /** Bytes that are free now; the largest number where the system does not tell. */
  public long free() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // it does not tell; whoever writes will hear
    }
  }
}
