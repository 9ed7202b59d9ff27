package org.baymark.gateway.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.baymark.gateway.runtime.BusyException;
import org.baymark.gateway.runtime.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

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
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  static final int BUSY_MILLIS = 10_000;
  private static final int WAITING_MAX = 4096;
  private static final int GROUP_MAX = 1024;
  private static final int READERS = 2;

  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FolderLock lock;
  private final Path file;
  private final Lane<Work<?>> lane;
  private final List<Reader> readers = new ArrayList<>();
  private final Promise<String> failed = Promise.promise();

  private final List<Consumer<Transaction>> memories = new CopyOnWriteArrayList<>();
  private final Aside<Compaction.Done> compaction =
      new Aside<>("the store is being compacted already");
  private final Aside<Long> shrinking = new Aside<>("the store is being shrunk already");
  private final CommitWatch watch = new CommitWatch();
  private final WriteAhead ahead = new WriteAhead();
  private volatile Optional<String> trouble = Optional.empty();

  // These belong to the lane's thread once the constructor is done.
  private Transaction writer;
  private long triedAt;

  private Database(FolderLock lock, Path file, Duration commitDelay) {
    this.lock = lock;
    this.file = file;
    PrivateFile.make(file);
    Schema.shape(file);
    this.writer = connectWriter(file);
    Schema.bringUpToDate(writer, file);
    writer.execute("BEGIN IMMEDIATE");
    Numbers.load(writer);
    ahead.look(writer);
    writer.execute("COMMIT");
    for (int i = 0; i < READERS; i++) {
      readers.add(new Reader("store-read-" + i, connect(file, true)));
    }
    this.lane = new Lane<>("store-write", WAITING_MAX, GROUP_MAX, commitDelay, this::commit);
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
    return waiting.promise.future();
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
    memories.add(memory);
  }

  /** Why nothing more can be acknowledged; empty as long as all is well. */
  public Optional<String> failure() {
    return Optional.ofNullable(failed.future().result()).or(() -> trouble).or(watch::hanging);
  }

  /** Tries whether the disk takes writes again, if it did not; works that come try it too. */
  public void tryAgain() {
    watch.look();
    if (trouble.isPresent()) {
      write(nothing -> true);
    }
  }

  /** Completes, with the sentence of {@link #failure}, when the file is damaged; else never. */
  public Future<String> failed() {
    return failed.future();
  }

  /** By how many bytes the file grows when what the write-ahead log holds goes into it. */
  long bytesToCome() throws IOException {
    return ahead.toCome(file);
  }

  /**
   * So many bytes of the disk are to be left, from now on: the write-ahead log goes into the file
   * while it is small beside them. 0: it becomes as large as is best.
   */
  void reserve(long reserve) {
    ahead.reserve(reserve);
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
    if (failure().isPresent()) {
      writer.abandon();
    } else {
      writer.close();
    }
    lock.close();
  }

  /** One waiting write and, after it ran, its result. */
  private static final class Work<T> {
    private final SqlWork<T> work;
    private final Promise<T> promise = Promise.promise();
    private Runnable answer = () -> {};

    Work(SqlWork<T> work) {
      this.work = work;
    }

    void run(Transaction transaction) {
      T result = work.run(transaction);
      answer = () -> promise.complete(result);
    }

    void fail(RuntimeException why) {
      promise.tryFail(why);
    }
  }

  /** On the lane's thread: the whole group in one commit. */
  private void commit(List<Work<?>> group) {
    if (failure().isEmpty()) {
      compaction.answer(writer, this::broken);
      shrinking.answer(writer, this::broken);
    }
    watch.begin();
    try {
      commitNow(group);
    } finally {
      watch.end();
    }
  }

  private void commitNow(List<Work<?>> group) {
    if (failure().isPresent() && !isMended()) {
      BusyException busy = new BusyException(failure().orElseThrow());
      group.forEach(work -> work.fail(busy));
      return;
    }
    try {
      ahead.bound(writer);
      writer.execute("BEGIN IMMEDIATE");
      for (Work<?> work : group) {
        runAlone(work);
      }
      ahead.look(writer);
      writer.execute("COMMIT");
    } catch (StoreException e) {
      broken(e);
      BusyException busy = new BusyException(failure().orElseThrow());
      group.forEach(work -> work.fail(busy));
      return;
    }
    writer.committed();
    group.forEach(work -> work.answer.run());
  }

  private void broken(StoreException why) {
    triedAt = System.nanoTime();
    writer.forgetAfter(0);
    if (Transaction.isDamage(why)) {
      failed.tryComplete(
          "the database is damaged, nothing more is acknowledged; save the folder and bring back a"
              + (" copy from before (" + why.getMessage() + ")"));
      return;
    }
    if (trouble.isEmpty()) {
      log.atError().addKeyValue("why", why.getMessage()).log("the disk takes nothing any more");
    }
    trouble =
        Optional.of(
            "the disk takes nothing, so nothing is acknowledged; it is tried again every second ("
                + (why.getMessage() + ")"));
  }

  /**
   * Whether the file could be opened anew and takes writes. What a flush that failed left in the
   * system's memory looks as if it were on the disk and need not be. So no commit may stand on it:
   * the write-ahead log goes into the file, which is flushed, and begins anew.
   */
  private boolean isMended() {
    if (failed.future().isComplete() || System.nanoTime() - triedAt < AGAIN_NANOS) {
      return false;
    }
    triedAt = System.nanoTime();
    try {
      writer.abandon();
      writer = connectWriter(file);
      boolean isHeldUp =
          writer.first("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.integer(1)).orElseThrow() != 0;
      if (isHeldUp) {
        return false;
      }
      writer.execute("BEGIN IMMEDIATE");
      Numbers.load(writer);
      memories.forEach(memory -> memory.accept(writer));
      // A transaction that changes nothing does not touch the disk, and would show nothing.
      writer.execute("PRAGMA user_version = " + Schema.VERSION);
      writer.execute("COMMIT");
    } catch (StoreException e) {
      broken(e);
      return false;
    } catch (RuntimeException e) { // a row that is none of ours: to try again would not help
      failed.tryComplete("the database is damaged, nothing more is acknowledged (" + e + ")");
      return false;
    }
    trouble = Optional.empty();
    log.atInfo().log("the disk takes writes again");
    return true;
  }

  /** Runs one work so that its failure undoes nothing of the others'. */
  private void runAlone(Work<?> work) {
    int mark = writer.mark();
    writer.update("SAVEPOINT work");
    try {
      work.run(writer);
    } catch (RuntimeException e) {
      if (e instanceof StoreException broken && Transaction.isFatal(broken)) {
        throw broken;
      }
      writer.update("ROLLBACK TO work");
      writer.forgetAfter(mark);
      work.answer = () -> work.fail(e);
    }
    writer.update("RELEASE work");
  }

  private Transaction connectWriter(Path file) {
    Transaction connection = connect(file, false);
    ahead.boundAnew(connection);
    Numbers.attach(connection);
    return connection;
  }

  static Transaction connect(Path file, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      Transaction connection = new Transaction(config.createConnection("jdbc:sqlite:" + file));
      if (readOnly) {
        connection.execute("PRAGMA query_only = ON");
        connection.execute("PRAGMA cache_size = -512"); // KiB: the system keeps the pages, too
      }
      return connection;
    } catch (SQLException e) {
      throw new StoreException("cannot open the database " + file + ": " + e.getMessage(), e);
    }
  }
}
