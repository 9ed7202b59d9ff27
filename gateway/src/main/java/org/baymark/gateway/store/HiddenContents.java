package org.baymark.gateway.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * What hidden statements hide, in a file of its own: it is in no backup and no pruned file, so that
 * what is erased here comes back from none of them. Its methods block; any thread may call them.
 */
public final class HiddenContents implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HiddenContents.class);

  private static final String NAME = "hidden.db";

  private final Path file;
  private final Transaction connection;
  private boolean isToldUnclean;

  private HiddenContents(Path file, Transaction connection) {
    this.file = file;
    this.connection = connection;
  }

  /** What became of a content. */
  public enum Put {
    STORED,
    DUPLICATE,
    /** It was here and was erased, and is not taken again. */
    ERASED
  }

  /** Where it lies in a gateway's folder. */
  public static Path in(Path folder) {
    return folder.resolve(NAME);
  }

  /** Opens the file of a folder, or makes it, for its owner alone. */
  public static HiddenContents open(Path folder) {
    Path file = in(folder);
    PrivateFile.make(file);
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(Connecting.BUSY_MILLIS);
    try {
      Transaction connection = new Transaction(config.createConnection("jdbc:sqlite:" + file));
      connection.first("PRAGMA secure_delete = ON", row -> row.integer(1));
      connection.execute(
          "CREATE TABLE IF NOT EXISTS hidden (id BLOB PRIMARY KEY, subject TEXT NOT NULL,"
              + " reveal BLOB, erasure BLOB, filed INTEGER NOT NULL DEFAULT 0,"
              + " CHECK ((reveal IS NULL) <> (erasure IS NULL))) STRICT, WITHOUT ROWID");
      connection.execute("CREATE TABLE IF NOT EXISTS unclean (it INTEGER PRIMARY KEY) STRICT");
      connection.letGo();
      HiddenContents contents = new HiddenContents(file, connection);
      contents.endErasures();
      return contents;
    } catch (SQLException e) {
      throw new StoreException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  private boolean isUnclean() {
    return connection.first("SELECT it FROM unclean", row -> true).orElse(false);
  }

  /**
   * Ends what a power cut, a kill or a full disk left between the two halves of an erasure. Where
   * that cannot be now, it says so in the log once and keeps nobody from starting: whoever opened
   * this calls it now and then.
   *
   * @return whether no byte is left of anything that was erased
   */
  public synchronized boolean endErasures() {
    if (!isUnclean()) {
      return true;
    }
    try {
      clean();
    } catch (StoreException e) {
      if (!isToldUnclean) {
        log.atWarn().addKeyValue("why", e.getMessage()).log("an erasure is not ended yet");
      }
      isToldUnclean = true;
      return false;
    }
    isToldUnclean = false;
    log.atInfo().log("an erasure that was not ended before is");
    return true;
  }

  /**
   * Keeps what the statement {@code id} hides; on the disk when this returns.
   *
   * @param subject of the statement
   */
  public synchronized Put put(Digest id, String subject, Bytes reveal) {
    if (erasure(id).isPresent()) {
      return Put.ERASED;
    }
    int added =
        connection.update(
            "INSERT INTO hidden (id, subject, reveal) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            id,
            subject,
            reveal);
    return added == 1 ? Put.STORED : Put.DUPLICATE;
  }

  /** What the statement hides; empty where it never came, and where it was erased. */
  public synchronized Optional<Bytes> reveal(Digest id) {
    return one("SELECT reveal FROM hidden WHERE id = ? AND reveal IS NOT NULL", id);
  }

  /** What stands in its place since it was erased. */
  public synchronized Optional<Bytes> erasure(Digest id) {
    return one("SELECT erasure FROM hidden WHERE id = ? AND erasure IS NOT NULL", id);
  }

  private Optional<Bytes> one(String sql, Digest id) {
    return connection.first(sql, row -> row.bytes(1), id);
  }

  /** Of a statement whose content is here, or was. */
  public synchronized Optional<String> subject(Digest id) {
    return connection.first("SELECT subject FROM hidden WHERE id = ?", row -> row.text(1), id);
  }

  /** The erasures that no store of statements was seen to hold yet, in no order. */
  public synchronized List<Bytes> unfiled() {
    return connection.list(
        "SELECT erasure FROM hidden WHERE erasure IS NOT NULL AND filed = 0", row -> row.bytes(1));
  }

  /**
   * What is left to do of erasures.
   *
   * @param isUnclean whether bytes of what was erased may still stand in the file
   * @param unfiled how many no store of statements was seen to hold yet
   */
  public record Unended(boolean isUnclean, int unfiled) {}

  /** What is left to do. */
  public synchronized Unended unended() {
    return new Unended(isUnclean(), unfiled().size());
  }

  /** Notes that an erasure is stored among the statements. */
  public synchronized void filed(Bytes erasure) {
    connection.update("UPDATE hidden SET filed = 1 WHERE erasure = ?", erasure);
  }

  /**
   * Puts {@code erasure} in the place of what the statement hides, and leaves no byte of that in
   * the file or in what lies beside it: the row is overwritten, the file written anew, since a page
   * that was split may hold a copy, and the write-ahead log cut off. What a disk keeps of a file's
   * former blocks is beyond it.
   *
   * @return what stands there now: {@code erasure}, or the one that another put there first
   */
  public synchronized Bytes erase(Digest id, String subject, Bytes erasure) {
    connection.execute("BEGIN IMMEDIATE");
    try {
      connection.update("INSERT OR IGNORE INTO unclean (it) VALUES (1)");
      connection.update(
          "INSERT INTO hidden (id, subject, erasure) VALUES (?, ?, ?) ON CONFLICT (id)"
              + " DO UPDATE SET reveal = NULL, erasure = coalesce(erasure, excluded.erasure)",
          id,
          subject,
          erasure);
      connection.execute("COMMIT");
    } catch (StoreException e) {
      rollBack();
      throw new StoreException(
          "nothing was erased, because " + file + " takes nothing (" + e.reason() + ")", e);
    }
    clean();
    return erasure(id).orElseThrow();
  }

  /** A full disk ends a transaction by itself; then there is nothing to undo. */
  private void rollBack() {
    try {
      connection.execute("ROLLBACK");
    } catch (StoreException e) {
      log.atDebug().addKeyValue("why", e.getMessage()).log("rolled back already");
    }
  }

  /**
   * Also after a power cut between the two: whoever asks again for an erasure ends it.
   *
   * @throws StoreException with a sentence for whoever erases, if bytes may be left
   */
  public synchronized void clean() {
    boolean isHeldUp;
    try {
      connection.letGo();
      Compaction.keepTemporaryFilesBeside(connection, file);
      connection.execute("VACUUM");
      isHeldUp =
          connection.first("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.integer(1)).orElse(1L)
              != 0;
      connection.letGo();
      if (!isHeldUp) {
        connection.update("DELETE FROM unclean");
      }
    } catch (StoreException e) {
      throw new StoreException(
          "nobody gets what was erased any more, but its bytes may still stand in "
              + file
              + ", which cannot be written anew ("
              + e.reason()
              + "): make room on the disk, and ask again for the erasure",
          e);
    }
    if (isHeldUp) {
      throw new StoreException(
          "nobody gets what was erased any more, but its bytes may still stand in "
              + file
              + "-wal, because another program reads it: end that, and ask again for the erasure");
    }
  }

  @Override
  public synchronized void close() {
    connection.close();
  }
}
