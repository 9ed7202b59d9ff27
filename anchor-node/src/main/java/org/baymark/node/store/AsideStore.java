package org.baymark.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** Entries that were cut off the log, and wait for another place in it. */
public final class AsideStore {
  /** A seal is no COSE_Sign1, whose first byte is the tag 18 (0xd2). */
  static final String KEEP =
      "INSERT INTO aside (octets, subjects) SELECT e.octets, s.octets FROM entry e"
          + " LEFT JOIN subjects s ON s.position = e.position"
          + " WHERE e.position >= ? AND substr(e.octets, 1, 1) = x'd2' ORDER BY e.position";

  private final Connection sql;

  AsideStore(Connection sql) {
    this.sql = sql;
  }

  /** What {@link LogStore#truncate} kept aside, in the order it had; at most {@code count}. */
  public List<StoredEntry> first(int count) {
    return LogStore.run(
        "read what was kept aside",
        () -> {
          String query = "SELECT id, octets, subjects, NULL FROM aside ORDER BY id LIMIT " + count;
          try (PreparedStatement select = sql.prepareStatement(query);
              ResultSet row = select.executeQuery()) {
            List<StoredEntry> read = new ArrayList<>();
            while (row.next()) {
              read.add(StoredEntry.of(row));
            }
            return read;
          }
        });
  }

  /** In a transaction: what was kept aside under this number has found its end. */
  public void drop(long id) {
    LogStore.run(
        "drop what was kept aside",
        () -> {
          String delete = "DELETE FROM aside WHERE id = ?";
          try (PreparedStatement deletion = sql.prepareStatement(delete)) {
            deletion.setLong(1, id);
            return deletion.executeUpdate();
          }
        });
  }
}
