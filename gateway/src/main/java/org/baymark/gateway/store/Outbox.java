package org.baymark.gateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;

/**
 * What the alliance has still to take, in the order in which it was made. It signs requests when
 * they are queued, so that every attempt sends the same bytes. Called on a thread that may wait for
 * the disk; what it writes is durable when the caller's transaction is.
 */
public final class Outbox {
  private static final String REGISTER = "register";
  private static final String REVOKE = "revoke";

  private final DevUrn gateway;
  private final SigningKey key;

  public Outbox(DevUrn gateway, SigningKey key) {
    this.gateway = gateway;
    this.key = key;
  }

  /**
   * One thing to send.
   *
   * @param place in the queue; grows
   */
  public sealed interface Item {
    long place();

    /** A sealed batch, kept in the {@link BatchLog}. */
    record OfBatch(long place, long number) implements Item {}

    /**
     * A signed request.
     *
     * @param registers whether it asks for a registration, and not for a revocation
     */
    record OfRequest(long place, Bytes signed, DevUrn name, boolean registers) implements Item {}

    default <R> R match(Function<OfBatch, R> batch, Function<OfRequest, R> request) {
      if (this instanceof OfBatch one) {
        return batch.apply(one);
      }
      return request.apply((OfRequest) this);
    }
  }

  /** What became of the newest registration request for a name; both empty while it waits. */
  public record Fate(OptionalLong logIndex, Optional<String> refusal) {}

  /** Signs {@code request} and puts it at the end of the queue, in the caller's transaction. */
  public void enqueueRequest(Connection connection, Request request, Instant now)
      throws SQLException {
    DevUrn name = request.match(Registration::name, Revocation::name);
    Bytes signed = request.sign(key, gateway, now.getEpochSecond()).encoded();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO outbox (queued_at, request, action, name) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, now.toEpochMilli());
      insert.setBytes(2, signed.unsafeArray());
      insert.setString(3, request.match(registration -> REGISTER, revocation -> REVOKE));
      insert.setString(4, name.text());
      insert.executeUpdate();
    }
  }

  /** Puts a batch at the end of the queue, in the transaction that seals it. */
  void enqueueBatch(Connection connection, long number, Instant now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO outbox (queued_at, batch) VALUES (?, ?)")) {
      insert.setLong(1, now.toEpochMilli());
      insert.setLong(2, number);
      insert.executeUpdate();
    }
  }

  /** The oldest thing that the alliance has neither taken nor refused. */
  public Optional<Item> next(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT place, batch, request, action, name FROM outbox"
                    + " WHERE log_index IS NULL AND refusal IS NULL ORDER BY place LIMIT 1");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      long place = row.getLong(1);
      long number = row.getLong(2);
      if (!row.wasNull()) {
        return Optional.of(new Item.OfBatch(place, number));
      }
      Bytes signed = Bytes.owning(row.getBytes(3));
      boolean registers = row.getString(4).equals(REGISTER);
      DevUrn name = new DevUrn(row.getString(5));
      return Optional.of(new Item.OfRequest(place, signed, name, registers));
    }
  }

  /** Notes that the log holds the thing at {@code place}. */
  public void taken(Connection connection, long place, long logIndex) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE outbox SET log_index = ? WHERE place = ?")) {
      update.setLong(1, logIndex);
      update.setLong(2, place);
      update.executeUpdate();
    }
  }

  /** Notes that the alliance will never take the thing at {@code place}. */
  public void refused(Connection connection, long place, String why) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE outbox SET refusal = ? WHERE place = ?")) {
      update.setString(1, why);
      update.setLong(2, place);
      update.executeUpdate();
    }
  }

  /** Whether something that the log holds lies beyond a head of {@code size} entries. */
  public boolean hasTakenBeyond(Connection connection, long size) throws SQLException {
    // What was queued later lies later in the log, so the newest one taken decides.
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT log_index FROM outbox WHERE log_index IS NOT NULL ORDER BY place DESC"
                + " LIMIT 1")) {
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getLong(1) >= size;
      }
    }
  }

  /** The fate of each name's newest registration request. */
  public Map<DevUrn, Fate> registrations(Connection connection) throws SQLException {
    Map<DevUrn, Fate> fates = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name, log_index, refusal FROM outbox WHERE action = ? ORDER BY place")) {
      select.setString(1, REGISTER);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long index = row.getLong(2);
          OptionalLong logIndex = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(index);
          Optional<String> refusal = Optional.ofNullable(row.getString(3));
          fates.put(new DevUrn(row.getString(1)), new Fate(logIndex, refusal));
        }
      }
    }
    return fates;
  }
}
