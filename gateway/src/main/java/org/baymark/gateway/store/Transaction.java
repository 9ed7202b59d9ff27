package org.baymark.gateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A transaction as other rooms see it: something to hand on to the tables of this room. Inside the
 * room it runs SQL. One exists for each connection and belongs to that connection's thread.
 */
public final class Transaction {
  private static final Logger log = LoggerFactory.getLogger(Transaction.class);

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final List<Runnable> afterCommit = new ArrayList<>();

  Transaction(Connection connection) {
    this.connection = connection;
  }

  /**
   * Runs {@code action} on this thread once the commit is on the disk, before anyone who waits for
   * the work hears of it; never, if the work is undone.
   */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** How many actions wait for the commit: to go back to when a work is undone. */
  int mark() {
    return afterCommit.size();
  }

  void forgetAfter(int mark) {
    afterCommit.subList(mark, afterCommit.size()).clear();
  }

  void committed() {
    List<Runnable> actions = List.copyOf(afterCommit);
    afterCommit.clear();
    actions.forEach(Runnable::run);
  }

  /** For SQL that the methods below do not fit. */
  Connection connection() {
    return connection;
  }

  /** Runs one INSERT, UPDATE or DELETE; returns how many rows it touched. */
  int update(String sql, @Nullable Object... values) {
    try {
      return bind(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Runs one INSERT; returns the id of the new row. */
  long insert(String sql, @Nullable Object... values) {
    update(sql, values);
    return first("SELECT last_insert_rowid()", row -> row.integer(1)).orElseThrow();
  }

  /** All rows of one SELECT. */
  <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... values) {
    List<T> found = new ArrayList<>();
    each(sql, row -> found.add(reader.read(row)), values);
    return found;
  }

  /** The first row of one SELECT, if it has one. */
  <T> Optional<T> first(String sql, Row.Reader<T> reader, @Nullable Object... values) {
    try (ResultSet rows = bind(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Shows every row of one SELECT to {@code reader}; for answers too large to be kept. */
  void each(String sql, Row.Reader<?> reader, @Nullable Object... values) {
    try (ResultSet rows = bind(sql, values).executeQuery()) {
      Row row = new Row(rows);
      while (rows.next()) {
        reader.read(row);
      }
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Runs SQL without values, one or several statements: schema, pragmas, BEGIN and COMMIT. */
  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  void close() {
    letGo();
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed("close", e);
    }
  }

  /** Closes what was prepared: VACUUM waits for no statement, and the driver leaves some begun. */
  void letGo() {
    try {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
    } catch (SQLException e) {
      throw failed("close", e);
    }
    prepared.clear();
  }

  /** Closes a connection of which nothing is expected any more. */
  void abandon() {
    try {
      close();
    } catch (StoreException e) {
      log.atDebug().setCause(e).log("a broken connection did not close well");
    }
  }

  /** Whether the file is not what was written to it: to try again would not help. */
  static boolean isDamage(StoreException failure) {
    return failure.getCause() instanceof SQLiteException sqlite
        && switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)) {
          case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
          default -> false;
        };
  }

  /** Whether the disk or the file is at fault, and not the one statement. */
  static boolean isFatal(StoreException failure) {
    return failure.getCause() instanceof SQLiteException sqlite
        && switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)) {
          case SQLITE_FULL,
              SQLITE_IOERR,
              SQLITE_CORRUPT,
              SQLITE_NOTADB,
              SQLITE_READONLY,
              SQLITE_CANTOPEN,
              SQLITE_NOMEM ->
              true;
          default -> false;
        };
  }

  private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Bytes bytes) {
        statement.setBytes(i + 1, bytes.unsafeArray());
      } else if (value instanceof Digest digest) {
        statement.setBytes(i + 1, digest.bytes().unsafeArray());
      } else {
        statement.setObject(i + 1, value); // Long, Integer, String or null
      }
    }
    return statement;
  }

  /** The driver gives up a statement whose disk failed; the next time it is prepared anew. */
  private StoreException failed(String sql, SQLException cause) {
    prepared.remove(sql);
    return new StoreException("the database refused '" + sql + "': " + cause.getMessage(), cause);
  }
}
