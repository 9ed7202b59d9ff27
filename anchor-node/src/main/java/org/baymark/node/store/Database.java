package org.baymark.node.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.baymark.protocol.file.SafeFiles;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file, ours alone. Every commit is on the disk when it returns: WAL with
 * synchronous=FULL flushes at each commit (NORMAL does not).
 */
final class Database implements AutoCloseable {
  /** "bmLG": tells our file from any other program's (SQLite, PRAGMA application_id). */
  private static final int APPLICATION_ID = 0x626d4c47;

  private static final int SCHEMA_VERSION = 4;

  /** Forms that had no facts, or facts without check sums: who opens the log makes them from it. */
  private static final List<Integer> WITHOUT_FACTS = List.of(2, 3);

  /** In KiB, of native memory; negative means KiB (SQLite, PRAGMA cache_size). */
  private static final int PAGE_CACHE = -4_096;

  /**
   * Of a database that is made now. What follows from one entry lies on as many pages as it has
   * subjects, and each is written whole: twice as large ones would be twice as much. A fact of up
   * to 488 octets, its key included, lies on one page with others; of a longer one the rest takes a
   * page for itself (SQLite, Database File Format, 1.6: (2048-12)*64/255-23).
   */
  private static final int PAGE_SIZE = 2_048;

  /**
   * Fewer, larger copies from the WAL into the file; SQLite begins one when the WAL has so much.
   */
  private static final int WAL_OCTETS = 40 << 20;

  private static final String[] SCHEMA = {
    "CREATE TABLE entry (position INTEGER PRIMARY KEY, octets BLOB NOT NULL)",
    // Beside the header at the same position: checked, kept, never published.
    "CREATE TABLE subjects (position INTEGER PRIMARY KEY, octets BLOB NOT NULL)",
    "CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL)",
    // How far the log had come in an order that is kept elsewhere, whenever it had that size.
    "CREATE TABLE place (size INTEGER PRIMARY KEY, order_id BLOB NOT NULL,"
        + " term INTEGER NOT NULL, position INTEGER NOT NULL)",
    // Entries that the log no longer holds, and that wait for another place in it.
    "CREATE TABLE aside (id INTEGER PRIMARY KEY, octets BLOB NOT NULL, subjects BLOB)",
    // What this member signed: of each epoch the last, which extends the others.
    "CREATE TABLE report (epoch INTEGER PRIMARY KEY, octets BLOB NOT NULL)",
    "CREATE TABLE cosignature (epoch INTEGER PRIMARY KEY, note BLOB NOT NULL)",
    "CREATE TABLE stop (epoch INTEGER PRIMARY KEY, octets BLOB NOT NULL)",
    // What it holds of others.
    "CREATE TABLE certificate (epoch INTEGER NOT NULL, size INTEGER NOT NULL,"
        + " root BLOB NOT NULL, octets BLOB NOT NULL, PRIMARY KEY (epoch, size, root))",
    "CREATE TABLE opened (epoch INTEGER PRIMARY KEY, octets BLOB NOT NULL)",
    "CREATE TABLE conflict (id BLOB PRIMARY KEY, octets BLOB NOT NULL)",
    // The keys that ever signed with this database, and why one may not any more.
    "CREATE TABLE voter (reporter BLOB PRIMARY KEY, silence BLOB NOT NULL)",
    "PRAGMA application_id = " + APPLICATION_ID,
  };

  /** What follows from the entries. */
  private static final List<String> FACTS =
      Stream.concat(Stream.of(FactStore.TABLE), Stream.of(Marks.SCHEMA)).toList();

  /** A version of the node that knows nothing of it leaves it alone: no reason for another form. */
  private static final String SEEN =
      "CREATE TABLE IF NOT EXISTS seen (member TEXT NOT NULL, epoch INTEGER NOT NULL,"
          + " size INTEGER NOT NULL, root BLOB NOT NULL, octets BLOB NOT NULL,"
          + " PRIMARY KEY (member, epoch, size, root))";

  private static final String[] NO_FACTS = {
    "DROP TABLE IF EXISTS fact", "DROP TABLE IF EXISTS undo", "DROP TABLE IF EXISTS mark",
  };

  private static final String VERSION = "PRAGMA user_version = " + SCHEMA_VERSION;

  private final FileChannel lockFile;
  private final Connection connection;

  private Database(FileChannel lockFile, Connection connection) {
    this.lockFile = lockFile;
    this.connection = connection;
  }

  /**
   * Opens {@code file}, or makes it, for its owner alone.
   *
   * @throws StoreException if another process has it open, or it is none of ours
   */
  static Database open(Path file) {
    FileChannel lockFile = lock(file);
    try {
      makePrivately(file);
      Connection connection =
          DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), settings());
      try (Statement sql = connection.createStatement()) {
        prepare(file, sql, connection);
      }
      return new Database(lockFile, connection);
    } catch (SQLException e) {
      closeQuietly(lockFile);
      throw StoreException.of("the database " + file + " does not open", e);
    } catch (StoreException e) {
      closeQuietly(lockFile);
      throw e;
    }
  }

  /** The driver would ask for the last row's number after each insertion: a fifth of the time. */
  private static Properties settings() {
    Properties settings = new Properties();
    settings.setProperty("jdbc.get_generated_keys", "false");
    return settings;
  }

  /**
   * An empty file, 0600, whoever may look into its folder; one that is there stays as it is. SQLite
   * gives its write-ahead log the permissions of the database file (os_unix.c, findCreateFileMode).
   */
  private static void makePrivately(Path file) {
    try {
      SafeFiles.makeSecret(file);
    } catch (FileAlreadyExistsException e) {
      // Whoever made it, or opened it for others, meant it so.
    } catch (IOException e) {
      throw new StoreException("cannot make " + file + ": " + e.getMessage(), e);
    }
  }

  private static void prepare(Path file, Statement sql, Connection connection) throws SQLException {
    sql.execute("PRAGMA page_size = " + PAGE_SIZE); // of one that is there it changes nothing
    if (!"wal".equals(text(sql, "PRAGMA journal_mode = WAL"))) {
      throw new StoreException("the database " + file + " cannot keep a write-ahead log there");
    }
    sql.execute("PRAGMA synchronous = FULL");
    settle(file, sql);
    int pageSize = Integer.parseInt(text(sql, "PRAGMA page_size"));
    sql.execute("PRAGMA wal_autocheckpoint = " + WAL_OCTETS / pageSize);
    sql.execute("PRAGMA cache_size = " + PAGE_CACHE);
    int version = Integer.parseInt(text(sql, "PRAGMA user_version"));
    int application = Integer.parseInt(text(sql, "PRAGMA application_id"));
    if (version == 0
        && application == 0
        && text(sql, "SELECT count(*) FROM sqlite_master").equals("0")) {
      make(connection, sql, Stream.concat(Stream.of(SCHEMA), FACTS.stream()).toList());
    } else if (application != APPLICATION_ID) {
      throw new StoreException("the database " + file + " was not made by an anchor node");
    } else if (WITHOUT_FACTS.contains(version)) {
      make(connection, sql, Stream.concat(Stream.of(NO_FACTS), FACTS.stream()).toList());
    } else if (version != SCHEMA_VERSION) {
      throw new StoreException(
          "the database "
              + file
              + " has the form "
              + version
              + ", and this version of the node"
              + (" knows the form " + SCHEMA_VERSION + " only"));
    }
    sql.execute(SEEN);
  }

  /**
   * What a process that ended left in the write-ahead log goes into the file, and is flushed there,
   * before anything rests on it: after a flush that failed the system shows what was written, and
   * it may be in memory only, and no later flush of the same file would write it (Rebello et al.,
   * Can Applications Recover from fsync Failures?, USENIX ATC 2020). So it is written once more.
   */
  private static void settle(Path file, Statement sql) throws SQLException {
    if (!"0".equals(text(sql, "PRAGMA wal_checkpoint(TRUNCATE)"))) {
      throw new StoreException(
          "another program reads the database " + file + " all the time; stop it first");
    }
  }

  private static void make(Connection connection, Statement sql, List<String> statements)
      throws SQLException {
    connection.setAutoCommit(false);
    for (String statement : statements) {
      sql.execute(statement);
    }
    sql.execute(VERSION);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static String text(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  /**
   * The lock dies with the process, however that ends. It is a file of its own: SQLite takes and
   * drops locks on its files as it pleases, and on POSIX closing a file drops all of them.
   */
  private static FileChannel lock(Path file) {
    Path path = file.resolveSibling(file.getFileName() + ".lock");
    @Nullable FileChannel channel = null;
    try {
      makePrivately(path); // who may read it could hold it too
      channel = FileChannel.open(path, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // A second one in this very process, in a test: the same answer.
    } catch (IOException e) {
      closeQuietly(channel);
      throw new StoreException("cannot lock " + path + ": " + e.getMessage(), e);
    }
    closeQuietly(channel);
    throw new StoreException("another node has the database " + file + " open; stop it first");
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written through it.
    }
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("the database does not close: " + e.getMessage(), e);
    } finally {
      closeQuietly(lockFile);
    }
  }
}
