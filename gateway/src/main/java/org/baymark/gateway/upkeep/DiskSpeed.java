package org.baymark.gateway.upkeep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How fast a disk makes a small write durable: each commit waits for one flush, so this bounds how
 * soon a statement is acknowledged.
 *
 * @param perSecond flushes of one page each, one after the other
 * @param slowestMillis the slowest of them: where a card reorganizes itself, all wait so long
 */
public record DiskSpeed(double perSecond, double slowestMillis) {
  private static final int PAGE = 4096;
  private static final int FLUSHES_MAX = 500;
  private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final double SLOW_PER_SECOND = 20;
  private static final double SLOWEST_MILLIS = 2_000;

  /** Writes a file of its own into {@code folder} for two seconds, and removes it. */
  public static DiskSpeed measure(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, ".doctor", ".half");
    try {
      file.toFile().deleteOnExit();
    } catch (IllegalStateException e) {
      Files.delete(file);
      throw new IOException("stopped before the disk was measured", e);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      byte[] page = new byte[PAGE];
      long[] nanos = new long[FLUSHES_MAX];
      int flushes = 0;
      long begin = System.nanoTime();
      while (flushes < FLUSHES_MAX && System.nanoTime() - begin < MEASURE_NANOS) {
        Arrays.fill(page, (byte) flushes);
        long start = System.nanoTime();
        channel.write(ByteBuffer.wrap(page));
        channel.force(false);
        nanos[flushes++] = System.nanoTime() - start;
      }
      long all = Arrays.stream(nanos).sum();
      double seconds = all / (double) TimeUnit.SECONDS.toNanos(1);
      return new DiskSpeed(flushes / seconds, Arrays.stream(nanos).max().orElse(0) / 1e6);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  public Finding finding() {
    String measured =
        "%.0f flushes a second, the slowest took %.0f ms".formatted(perSecond, slowestMillis);
    return perSecond < SLOW_PER_SECOND || slowestMillis > SLOWEST_MILLIS
        ? Finding.noted(
            "disk speed",
            measured
                + ": every acknowledgement waits for one; a card or disk for surveillance or"
                + " industry is faster, and one that slows down is often about to fail")
        : Finding.well("disk speed", measured);
  }
}
