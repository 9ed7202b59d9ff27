package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.baymark.gateway.runtime.BusyException;

/**
 * The writer's connection: what waits goes into one commit, and nobody is answered before that is
 * on the disk. When the disk does not take a commit, the file is opened anew before the next one.
 * The lane's thread owns it once it is made; any thread may ask how it is.
 */
final class GroupCommit {
  private final Path file;
  private final List<Aside<?>> asides;
  private final List<Consumer<Transaction>> memories = new CopyOnWriteArrayList<>();
  private final CommitWatch watch = new CommitWatch();
  private final WriteAhead ahead = new WriteAhead();
  private final DiskTrouble trouble = new DiskTrouble();
  private Transaction writer;

  /**
   * Opens the file, and brings it up to date.
   *
   * @param asides what is done between two commits
   */
  GroupCommit(Path file, List<Aside<?>> asides) {
    this.file = file;
    this.asides = List.copyOf(asides);
    this.writer = connect();
    Schema.bringUpToDate(writer, file);
    writer.execute("BEGIN IMMEDIATE");
    Numbers.load(writer);
    ahead.look(writer);
    writer.execute("COMMIT");
  }

  private Transaction connect() {
    Transaction connection = Connecting.to(file, false);
    ahead.boundAnew(connection);
    Numbers.attach(connection);
    return connection;
  }

  /** See {@link Database#remembering}. */
  void remembering(Consumer<Transaction> memory) {
    memories.add(memory);
  }

  /** Why nothing can be acknowledged now; empty as long as all is well. For any thread. */
  Optional<String> failure() {
    return trouble.sentence().or(watch::hanging);
  }

  DiskTrouble trouble() {
    return trouble;
  }

  /** Says so in the log once a commit hangs. For any thread. */
  void look() {
    watch.look();
  }

  /** See {@link Database#bytesToCome}. */
  long bytesToCome() throws IOException {
    return ahead.toCome(file);
  }

  /** See {@link Database#reserve}. */
  void reserve(long bytes) {
    ahead.reserve(bytes);
  }

  /** The whole group in one commit. */
  void commit(List<Work<?>> group) {
    if (failure().isEmpty()) {
      asides.forEach(aside -> aside.answer(writer, this::broken));
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
      fail(group);
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
      fail(group);
      return;
    }
    writer.committed();
    group.forEach(Work::answer);
  }

  private void fail(List<Work<?>> group) {
    BusyException busy = new BusyException(failure().orElseThrow());
    group.forEach(work -> work.fail(busy));
  }

  private void broken(StoreException why) {
    writer.forgetAfter(0);
    trouble.met(why);
  }

  /**
   * Whether the file could be opened anew and takes writes. What a flush that failed left in the
   * system's memory looks as if it were on the disk and need not be. So no commit may stand on it:
   * the write-ahead log goes into the file, which is flushed, and begins anew.
   */
  private boolean isMended() {
    if (!trouble.mayTry()) {
      return false;
    }
    try {
      writer.abandon();
      writer = connect();
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
    } catch (RuntimeException e) {
      trouble.met(e);
      return false;
    }
    trouble.isOver();
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
      work.undone(e);
    }
    writer.update("RELEASE work");
  }

  /** When the lane has ended. */
  void close() {
    if (failure().isPresent()) {
      writer.abandon();
    } else {
      writer.close();
    }
  }
}
