package org.baymark.gateway.store;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.gateway.runtime.BusyException;
import org.baymark.gateway.runtime.Lane;

/**
 * The gateway's one SQLite database: one writer, whose waiting works share a commit, and readers
 * with a snapshot each. The future of a write completes when its commit is on the disk (WAL with
 * synchronous=FULL flushes at each commit; NORMAL would not), never before.
 *
 * <p>When the disk is full, or does not take what is written, nothing of that commit is
 * acknowledged, {@link #failure} says why, and readers go on. Once a second the file is opened anew
 * and tried; what is kept in memory of it is made anew from what is there. When the file itself is
 * damaged no second attempt helps, and the process has to end.
 */
public final class Database implements AutoCloseable {
  private static final int WAITING_MAX = 4096;
  private static final int GROUP_MAX = 1024;
  private static final int READERS = 2;

  private final FolderLock lock;
  private final Path file;
  private final Lane<Work<?>> lane;
  private final GroupCommit commits;
  private final List<Reader> readers = new ArrayList<>();
  private final Aside<Compaction.Done> compaction =
      new Aside<>("the store is being compacted already");
  private final Aside<Long> shrinking = new Aside<>("the store is being shrunk already");

  private Database(FolderLock lock, Path file, Duration commitDelay) {
    this.lock = lock;
    this.file = file;
    PrivateFile.make(file);
    Schema.shape(file);
    this.commits = new GroupCommit(file, List.of(compaction, shrinking));
    for (int i = 0; i < READERS; i++) {
      readers.add(new Reader("store-read-" + i, Connecting.to(file, true)));
    }
    this.lane = new Lane<>("store-write", WAITING_MAX, GROUP_MAX, commitDelay, commits::commit);
  }

  /**
   * Opens, or makes, {@code gateway.db} in {@code folder}, for its owner alone.
   *
   * @throws StoreException with a sentence, if another process has it open or it cannot be used
   */
  public static Database open(Path folder) {
    return open(folder, Duration.ZERO);
  }

  /**
   * The same.
   *
   * @param commitDelay how long a write waits for others at most: one commit for several writes
   *     fewer pages
   */
  public static Database open(Path folder, Duration commitDelay) {
    FolderLock lock = FolderLock.take(folder);
    try {
      Backup.refuse(StoreFile.in(folder));
      return new Database(lock, StoreFile.in(folder), commitDelay);
    } catch (StoreException e) {
      lock.close();
      throw e;
    }
  }

  /** Whether a process has the store of {@code folder} open to write to it. */
  public static boolean isOpen(Path folder) {
    return FolderLock.isTaken(folder);
  }

  /** How long a write waits for others at most, from now on. */
  public void commitDelay(Duration commitDelay) {
    lane.delay(commitDelay);
  }

  /**
   * Runs {@code work} after all writes asked for before it, and commits it together with others
   * that wait. The future completes on the lane's thread when the commit is on the disk; it fails
   * with what the work threw, with {@link BusyException}, or with the {@link #failure}.
   */
  public <T> Future<T> write(SqlWork<T> work) {
    Work<T> waiting = new Work<>(work);
    if (!lane.offer(waiting)) {
      waiting.fail(new BusyException("too many writes wait already"));
    }
    return waiting.future();
  }

  /**
   * Runs {@code work}, which only reads, on a snapshot of what was committed. The future completes
   * on a reader's thread; it fails with what the work threw or with {@link BusyException}.
   */
  public <T> Future<T> read(SqlWork<T> work) {
    Reader least = readers.get(0);
    for (Reader reader : readers) {
      least = reader.waiting() < least.waiting() ? reader : least;
    }
    return least.read(work);
  }

  /**
   * {@code memory} keeps something of the file between works. It is called, in a transaction of its
   * own on the writer's thread, when a commit was lost: what it keeps may never have been written.
   */
  public void remembering(Consumer<Transaction> memory) {
    commits.remembering(memory);
  }

  /** Why nothing more can be acknowledged; empty as long as all is well. */
  public Optional<String> failure() {
    return commits.failure();
  }

  /** Tries whether the disk takes writes again, if it did not; works that come try it too. */
  public void tryAgain() {
    commits.look();
    if (commits.trouble().isPassing()) {
      write(nothing -> true);
    }
  }

  /** Completes, with the sentence of {@link #failure}, when the file is damaged; else never. */
  public Future<String> failed() {
    return commits.trouble().damaged();
  }

  /** By how many bytes the file grows when what the write-ahead log holds goes into it. */
  long bytesToCome() throws IOException {
    return commits.bytesToCome();
  }

  /**
   * So many bytes of the disk are to be left, from now on: the write-ahead log goes into the file
   * while it is small beside them. 0: it becomes as large as is best.
   */
  void reserve(long reserve) {
    commits.reserve(reserve);
  }

  /** Bytes on the disk, the write-ahead log included. */
  public long bytesOnDisk() {
    return Compaction.sizeOf(file);
  }

  /**
   * Gives back to the disk what was freed in the file. Writes wait meanwhile, readers do not. Fails
   * with a sentence, and then nothing is lost.
   */
  public Future<Compaction.Done> compact() {
    return compaction.ask(open -> Compaction.run(open, file), this::callWriter);
  }

  private Future<Boolean> callWriter() {
    return write(nothing -> true);
  }

  /**
   * Gives free pages at the end of the file back to the disk, a megabyte at a time, so that writes
   * wait for none of it long.
   *
   * @return how many bytes are free in the file after
   */
  public Future<Long> shrink(long leaveFree) {
    return shrinking.ask(open -> Compaction.step(open, leaveFree), this::callWriter);
  }

  /** Finishes what waits, then closes the file and lets go of the folder. */
  @Override
  public void close() {
    lane.close();
    readers.forEach(Reader::close);
    commits.close();
    lock.close();
  }
}
