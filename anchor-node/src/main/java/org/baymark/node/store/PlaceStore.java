package org.baymark.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** How far the log had come in an order that is kept elsewhere, whenever it had some size. */
public final class PlaceStore {
  private final Connection sql;

  PlaceStore(Connection sql) {
    this.sql = sql;
  }

  /**
   * In the transaction of what was applied up to there: the log has {@code size} entries at {@code
   * place} of the order.
   */
  public void write(long size, Place place) {
    LogStore.run(
        "write the place in the order",
        () -> {
          String insert = "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?)";
          try (PreparedStatement insertion = sql.prepareStatement(insert)) {
            insertion.setLong(1, size);
            insertion.setBytes(2, place.order().unsafeArray());
            insertion.setLong(3, place.term());
            insertion.setLong(4, place.index());
            return insertion.executeUpdate();
          }
        });
  }

  /** What {@link #write} wrote for the longest log; empty if it never did. */
  public Optional<Placed> last() {
    return placed("ORDER BY size DESC LIMIT 1", 0);
  }

  /** The first that {@link #write} wrote for more than {@code size} entries. */
  public Optional<Placed> after(long size) {
    return placed("WHERE size > ? ORDER BY size LIMIT 1", size);
  }

  /** The last that {@link #write} wrote for not more than {@code size} entries. */
  public Optional<Placed> upTo(long size) {
    return placed("WHERE size <= ? ORDER BY size DESC LIMIT 1", size);
  }

  /** The place at which the log had {@code size} entries. */
  public record Placed(long size, Place place) {}

  private Optional<Placed> placed(String which, long size) {
    return LogStore.run(
        "read the place in the order",
        () -> {
          String query = "SELECT size, order_id, term, position FROM place " + which;
          try (PreparedStatement select = sql.prepareStatement(query)) {
            if (which.contains("?")) {
              select.setLong(1, size);
            }
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(placed(row)) : Optional.empty();
            }
          }
        });
  }

  private static Placed placed(ResultSet row) throws SQLException {
    return new Placed(
        row.getLong(1), new Place(Bytes.owning(row.getBytes(2)), row.getLong(3), row.getLong(4)));
  }
}
