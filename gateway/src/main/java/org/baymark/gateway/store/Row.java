package org.baymark.gateway.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** One row of an answer; columns count from 1. */
final class Row {
  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  /** Makes a value of a row; the row is not to be kept. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  long integer(int column) throws SQLException {
    return rows.getLong(column);
  }

  OptionalLong optionalInteger(int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Of milliseconds since 1970. */
  Optional<Instant> optionalInstant(int column) throws SQLException {
    OptionalLong millis = optionalInteger(column);
    return millis.isPresent()
        ? Optional.of(Instant.ofEpochMilli(millis.getAsLong()))
        : Optional.empty();
  }

  String text(int column) throws SQLException {
    return rows.getString(column);
  }

  Optional<String> optionalText(int column) throws SQLException {
    return Optional.ofNullable(rows.getString(column));
  }

  Bytes bytes(int column) throws SQLException {
    byte[] octets = rows.getBytes(column);
    return octets == null ? Bytes.EMPTY : Bytes.owning(octets);
  }

  Optional<Bytes> optionalBytes(int column) throws SQLException {
    return Optional.ofNullable(rows.getBytes(column)).map(Bytes::owning);
  }

  Digest digest(int column) throws SQLException {
    return Digest.of(bytes(column));
  }
}
