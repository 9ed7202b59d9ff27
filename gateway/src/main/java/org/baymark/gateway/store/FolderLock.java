package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time in a working folder. The operating system lets go of the lock when the
 * process ends, however it ends; the file stays and means nothing by itself.
 */
final class FolderLock implements AutoCloseable {
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOOK_MILLIS = 20;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for two seconds: who only {@link #isTaken asks} holds the lock for a moment too. */
  static FolderLock take(Path folder) {
    Path file = folder.resolve("gateway.lock");
    PrivateFile.make(file); // who may read it could hold it too
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      long until = System.nanoTime() + WAIT_NANOS;
      FileLock lock = tryLock(channel);
      while (lock == null && System.nanoTime() - until < 0) {
        pause();
        lock = tryLock(channel);
      }
      if (lock == null) {
        channel.close();
        throw new StoreException("another gateway is running in " + folder + "; stop it first");
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new StoreException("cannot lock " + file + ": " + e, e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while the working folder was locked", e);
    }
  }

  static boolean isTaken(Path folder) {
    Path file = folder.resolve("gateway.lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null;
    } catch (IOException e) {
      throw new StoreException("cannot look at " + file + ": " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException("cannot unlock the working folder: " + e, e);
    }
  }
}
