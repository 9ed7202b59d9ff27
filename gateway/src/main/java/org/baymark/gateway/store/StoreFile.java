package org.baymark.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * A gateway's database file, opened to be read and never written: that of a gateway that runs or
 * does not, or a backup. Belongs to one thread.
 */
public final class StoreFile implements AutoCloseable {
  private static final int BUSY_MILLIS = 10_000;
  private static final int DAMAGE_MAX = 20;

  /** Bytes (SQLite, "Database File Format", section 1.3.2). */
  private static final int PAGE_LEAST = 512;

  private final Path file;
  private final Transaction connection;

  private StoreFile(Path file, Transaction connection) {
    this.file = file;
    this.connection = connection;
  }

  /** The file that a gateway's folder keeps its store in. */
  public static Path in(Path folder) {
    return folder.resolve("gateway.db");
  }

  /**
   * Opens {@code file}.
   *
   * @throws DamagedStoreException if it was one, or another database, and is not whole
   * @throws StoreException with a sentence, if it is no gateway's, or of a newer program
   */
  public static StoreFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("there is no file " + file);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    StoreFile opened;
    try {
      opened = new StoreFile(file, new Transaction(config.createConnection("jdbc:sqlite:" + file)));
    } catch (SQLException e) {
      throw new StoreException("cannot open " + file + ": " + e.getMessage(), e);
    }
    try {
      opened.demandKnown();
    } catch (StoreException e) {
      opened.connection.abandon();
      throw e;
    }
    return opened;
  }

  private String damaged(String how) {
    return file + " is damaged: its beginning cannot be read, or its end is missing (" + how + ")";
  }

  /** Whether {@code file} begins as databases of SQLite do, whole or not. */
  public static boolean isDatabase(Path file) {
    byte[] magic = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(magic, in.readNBytes(magic.length));
    } catch (IOException e) {
      return false;
    }
  }

  private void demandKnown() {
    long version;
    try {
      version = version();
    } catch (StoreException e) {
      if (isDatabase(file)) {
        throw new DamagedStoreException(damaged(e.reason()), e);
      }
      throw new StoreException(file + " is no gateway's database (" + e.reason() + ")", e);
    }
    if (version < 1 && isDatabase(file) && isLess(PAGE_LEAST)) {
      // SQLite takes it for an empty one.
      throw new DamagedStoreException(damaged("it has no whole page"));
    }
    if (version < 1) {
      throw new StoreException(file + " is no gateway's database: nothing was written into it");
    }
    if (version > Schema.VERSION) {
      throw new StoreException(
          "%s is of version %d, this program knows %d; use the program that made it"
              .formatted(file, version, Schema.VERSION));
    }
  }

  private boolean isLess(long size) {
    try {
      return Files.size(file) < size;
    } catch (IOException e) {
      throw new StoreException("cannot look at " + file + ": " + e.getMessage(), e);
    }
  }

  /** Whether it holds pruned statements alone, and so begins with any batch. */
  public boolean isPruned() {
    return PrunedFile.isOne(file);
  }

  long version() {
    return connection.first("PRAGMA user_version", row -> row.integer(1)).orElseThrow();
  }

  Transaction connection() {
    return connection;
  }

  Path file() {
    return file;
  }

  /** Runs {@code work} on one snapshot; what is committed meanwhile it does not see. */
  public <T> T read(SqlWork<T> work) {
    connection.execute("BEGIN");
    try {
      return work.run(connection);
    } finally {
      connection.execute("ROLLBACK");
    }
  }

  /** What SQLite finds wrong with the file itself, a sentence each; empty if nothing. */
  public List<String> damage() {
    List<String> found = new ArrayList<>();
    try {
      found.addAll(
          connection.list("PRAGMA integrity_check(" + DAMAGE_MAX + ")", row -> row.text(1)));
    } catch (StoreException e) {
      found.add(e.reason());
    }
    found.remove("ok");
    return found;
  }

  /** What the file holds. */
  public Contents contents() {
    return read(Contents::of);
  }

  @Override
  public void close() {
    connection.close();
  }
}
