package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The write-ahead log beside the database's file: how large it becomes, and what it still has to
 * bring into the file. Its fields belong to the writer's thread, but for those that say otherwise.
 */
final class WriteAhead {
  /** Checkpoints ten times rarer than SQLite's own choice write a hot page ten times less often. */
  private static final long MOST = 40L << 20;

  /**
   * What is sealed and anchored while the disk is nearly full is written to the log and from there
   * into the file, so the log may take a part of the reserve, and the file as much again.
   */
  private static final long SHARE = 4;

  /** Bytes; set by any thread. */
  private volatile long most = MOST;

  private long bound = -1;
  private long page; // bytes; nothing changes it with a write-ahead log beside

  /** Bytes that the file has when all that was committed is in it; read by any thread. */
  private volatile long fileSize;

  /**
   * What is to be left free of the disk.
   *
   * @param bytes 0 for nothing; then it is as large as it likes to be
   */
  void reserve(long bytes) {
    most = bytes == 0 ? MOST : Math.min(MOST, bytes / SHARE);
  }

  /** For a connection that was not bound before. */
  void boundAnew(Transaction writer) {
    bound = -1;
    page = writer.first("PRAGMA page_size", row -> row.integer(1)).orElseThrow();
    bound(writer);
  }

  /**
   * Makes {@code writer} bring it into the file at its bound. It grows larger while a reader looks
   * at what it holds, and then gives back to the disk what is above.
   */
  void bound(Transaction writer) {
    long now = most;
    if (now == bound) {
      return;
    }
    writer.first("PRAGMA wal_autocheckpoint = " + Math.max(1, now / page), row -> true);
    writer.first("PRAGMA journal_size_limit = " + now, row -> true);
    bound = now;
  }

  /** Sees, at the end of a transaction, how large the file is going to be. */
  void look(Transaction writer) {
    fileSize = page * writer.first("PRAGMA page_count", row -> row.integer(1)).orElseThrow();
  }

  /** By how many bytes {@code file} has yet to grow. For any thread. */
  long toCome(Path file) throws IOException {
    return Math.max(0, fileSize - Files.size(file));
  }
}
