package org.baymark.gateway.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** How the gateway opens a database of its own: what is committed there is flushed. */
final class Connecting {
  /** How long SQLite waits for another connection that writes. */
  static final int BUSY_MILLIS = 10_000;

  private Connecting() {}

  /**
   * Makes the file if there is none.
   *
   * @param readOnly refuses to write, and keeps fewer pages in memory
   */
  static Transaction to(Path file, boolean readOnly) {
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
