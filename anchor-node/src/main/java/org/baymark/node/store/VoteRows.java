package org.baymark.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;

/**
 * How the tables of votes are read and written: what is in them was checked before it went there,
 * so whatever does not read is damage.
 */
final class VoteRows {
  private final Connection sql;

  VoteRows(Connection sql) {
    this.sql = sql;
  }

  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Every row that the query finds. */
  <T> List<T> read(String query, Row<T> door, Object... values) {
    return run(
        "read the votes",
        () -> {
          List<T> all = new ArrayList<>();
          try (PreparedStatement select = bound(query, values);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              all.add(door.read(row));
            }
          }
          return all;
        });
  }

  void write(String statement, Object... values) {
    run(
        "record a vote",
        () -> {
          try (PreparedStatement write = bound(statement, values)) {
            return write.executeUpdate();
          }
        });
  }

  /** None of our columns is ever empty of a value. */
  static Bytes octets(ResultSet row, int column) throws SQLException {
    byte[] octets = row.getBytes(column);
    if (octets == null) {
      throw StoreException.damaged("a value is missing beside the votes");
    }
    return Bytes.owning(octets);
  }

  private PreparedStatement bound(String statement, Object... values) throws SQLException {
    PreparedStatement prepared = sql.prepareStatement(statement);
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof Bytes octets) {
        prepared.setBytes(i + 1, octets.unsafeArray());
      } else {
        prepared.setObject(i + 1, values[i]);
      }
    }
    return prepared;
  }

  private static <T> T run(String what, LogStore.Work<T> work) {
    try {
      return LogStore.run(what, work);
    } catch (IllegalArgumentException e) { // a name or digest in a row is none
      throw StoreException.damaged("cannot " + what + " in the database: " + e.getMessage(), e);
    }
  }
}
