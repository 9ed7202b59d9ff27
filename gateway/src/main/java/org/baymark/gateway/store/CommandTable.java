package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.DevUrn;

/** What devices were told to do, and how far each command has come. */
public final class CommandTable {
  /** Of one device so many are kept: what waits, and the newest of what does not. */
  public static final int KEPT = 32;

  private static final String SELECT =
      "SELECT name, number, kind, seconds, queued, expires, transport, sent, delivered, superseded,"
          + " revoked FROM command JOIN device ON device.id = command.device";

  private static final String WAITS = " delivered IS NULL AND superseded IS NULL AND expires > ?";

  /** How far a command has come. */
  public enum State {
    /** It waits to be sent. */
    QUEUED,
    /** It was sent, and nothing came back yet. */
    SENT,
    DELIVERED,
    /** A newer one of its kind came before it was delivered. */
    SUPERSEDED,
    EXPIRED,
    /** The key of its device was revoked before it was delivered. */
    REVOKED
  }

  /**
   * A command.
   *
   * @param transport over which it was sent last
   * @param sent when last
   * @param revoked when the key of its device was
   */
  public record Told(
      DevUrn device,
      long number,
      Order order,
      Instant queued,
      Instant expires,
      Optional<String> transport,
      Optional<Instant> sent,
      Optional<Instant> delivered,
      Optional<Instant> superseded,
      Optional<Instant> revoked) {

    public State state(Instant now) {
      if (delivered.isPresent()) {
        return State.DELIVERED;
      }
      if (superseded.isPresent()) {
        return State.SUPERSEDED;
      }
      if (revoked.isPresent()) {
        return State.REVOKED;
      }
      if (!now.isBefore(expires)) {
        return State.EXPIRED;
      }
      return sent.isPresent() ? State.SENT : State.QUEUED;
    }
  }

  /**
   * Adds a command. What waits of its kind is superseded; of what does not wait the oldest go.
   *
   * @return its number: above the last, and never below the seconds since 1970, so that a store
   *     that was brought back from an older copy goes on above what it forgot
   */
  public long queue(
      Transaction transaction, Device device, Order order, Instant now, Instant expires) {
    long last =
        transaction
            .first(
                "SELECT coalesce(max(number), 0) FROM command WHERE device = ?",
                row -> row.integer(1),
                device.id())
            .orElse(0L);
    long number = Math.max(last + 1, now.getEpochSecond());
    transaction.update(
        "UPDATE command SET superseded = ? WHERE device = ? AND kind = ? AND" + WAITS,
        now.toEpochMilli(),
        device.id(),
        order.kind().wireName(),
        now.toEpochMilli());
    transaction.update(
        "INSERT INTO command (device, number, kind, seconds, queued, expires)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        device.id(),
        number,
        order.kind().wireName(),
        order.seconds().isPresent() ? order.seconds().getAsLong() : null,
        now.toEpochMilli(),
        expires.toEpochMilli());
    transaction.update(
        "DELETE FROM command WHERE device = ? AND NOT ("
            + WAITS
            + ") AND number NOT IN"
            + " (SELECT number FROM command WHERE device = ? ORDER BY number DESC LIMIT ?)",
        device.id(),
        now.toEpochMilli(),
        device.id(),
        KEPT);
    return number;
  }

  /** All that wait, of all devices, in the order of their numbers. */
  public List<Told> waiting(Transaction transaction, Instant now) {
    return transaction.list(
        SELECT + " WHERE" + WAITS + " ORDER BY number", CommandTable::read, now.toEpochMilli());
  }

  /** Those that wait for one device, in the order of their numbers. */
  public List<Told> waiting(Transaction transaction, DevUrn device, Instant now) {
    return transaction.list(
        SELECT + " WHERE name = ? AND" + WAITS + " ORDER BY number",
        CommandTable::read,
        device.text(),
        now.toEpochMilli());
  }

  /** The newest, at most {@code limit}, the newest first: of one device, or of all. */
  public List<Told> newest(Transaction transaction, Optional<DevUrn> device, int limit) {
    String order = " ORDER BY queued DESC, number DESC LIMIT ?";
    return device
        .map(
            name ->
                transaction.list(
                    SELECT + " WHERE name = ?" + order, CommandTable::read, name.text(), limit))
        .orElseGet(() -> transaction.list(SELECT + order, CommandTable::read, limit));
  }

  /** Notes that it is sent over {@code transport}; whether it waits still. */
  public boolean sent(
      Transaction transaction, DevUrn device, long number, String transport, Instant now) {
    int touched =
        transaction.update(
            "UPDATE command SET transport = ?, sent = ?"
                + " WHERE device = (SELECT id FROM device WHERE name = ?) AND number = ? AND"
                + WAITS,
            transport,
            now.toEpochMilli(),
            device.text(),
            number,
            now.toEpochMilli());
    return touched > 0;
  }

  /** Notes that it arrived, at its first acknowledgement; whether this is that one. */
  public boolean delivered(
      Transaction transaction, DevUrn device, long number, String transport, Instant now) {
    int touched =
        transaction.update(
            "UPDATE command SET delivered = ?, transport = ?"
                + " WHERE device = (SELECT id FROM device WHERE name = ?) AND number = ?"
                + " AND delivered IS NULL",
            now.toEpochMilli(),
            transport,
            device.text(),
            number);
    return touched > 0;
  }

  private static Told read(Row row) throws SQLException {
    return new Told(
        new DevUrn(row.text(1)),
        row.integer(2),
        new Order(kind(row.text(3)), row.optionalInteger(4)),
        Instant.ofEpochMilli(row.integer(5)),
        Instant.ofEpochMilli(row.integer(6)),
        row.optionalText(7),
        row.optionalInstant(8),
        row.optionalInstant(9),
        row.optionalInstant(10),
        row.optionalInstant(11));
  }

  private static Order.Kind kind(String name) {
    return Stream.of(Order.Kind.values())
        .filter(kind -> kind.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new StoreException("the database holds a command to " + name));
  }
}
