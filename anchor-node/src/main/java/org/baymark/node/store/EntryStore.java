package org.baymark.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** The entries of the log, to read; {@link LogStore#append} writes them. */
public final class EntryStore {
  private static final String STORED =
      "SELECT e.position, e.octets, s.octets, c.note FROM entry e"
          + " LEFT JOIN subjects s ON s.position = e.position"
          + " LEFT JOIN checkpoint c ON c.size = e.position + 1"
          + " WHERE e.position >= ? AND e.position < ? ORDER BY e.position";

  private final PreparedStatement selectSize;
  private final PreparedStatement selectOne;
  private final PreparedStatement selectRange;
  private final PreparedStatement selectStored;

  EntryStore(Connection sql) throws SQLException {
    selectSize = sql.prepareStatement("SELECT coalesce(max(position) + 1, 0) FROM entry");
    selectOne = sql.prepareStatement("SELECT octets FROM entry WHERE position = ?");
    selectRange =
        sql.prepareStatement(
            "SELECT octets FROM entry WHERE position >= ? AND position < ? ORDER BY position");
    selectStored = sql.prepareStatement(STORED);
  }

  /** How many there are, if none is missing. */
  public long size() {
    return LogStore.run(
        "read how long the log is",
        () -> {
          try (ResultSet row = selectSize.executeQuery()) {
            return row.getLong(1);
          }
        });
  }

  /** The one at {@code position}; empty beyond the end. */
  public Optional<Bytes> at(long position) {
    return LogStore.run(
        "read entry " + position,
        () -> {
          selectOne.setLong(1, position);
          try (ResultSet row = selectOne.executeQuery()) {
            return row.next() ? Optional.of(Bytes.owning(row.getBytes(1))) : Optional.empty();
          }
        });
  }

  /** {@code count} of them from {@code first} on, all of which must be there. */
  public List<Bytes> range(long first, int count) {
    List<Bytes> entries =
        LogStore.run(
            "read " + count + " entries from " + first,
            () -> {
              selectRange.setLong(1, first);
              selectRange.setLong(2, first + count);
              try (ResultSet row = selectRange.executeQuery()) {
                List<Bytes> read = new ArrayList<>(count);
                while (row.next()) {
                  read.add(Bytes.owning(row.getBytes(1)));
                }
                return read;
              }
            });
    if (entries.size() != count) {
      throw new StoreException("of the " + count + " entries from " + first + " some are missing");
    }
    return entries;
  }

  /** From {@code first} on, until there are {@code count} or one is beyond the bytes. */
  public List<StoredEntry> stored(long first, long count, long bytesMax) {
    return LogStore.run(
        "read entries from " + first,
        () -> {
          selectStored.setLong(1, first);
          selectStored.setLong(2, first + count);
          List<StoredEntry> read = new ArrayList<>();
          long left = bytesMax;
          try (ResultSet row = selectStored.executeQuery()) {
            while (left > 0 && row.next()) {
              StoredEntry stored = StoredEntry.of(row);
              left -= stored.size();
              read.add(stored);
            }
          }
          return read;
        });
  }
}
