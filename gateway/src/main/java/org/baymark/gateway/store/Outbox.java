package org.baymark.gateway.store;

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
 * they are queued, so that every attempt sends the same bytes.
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

  /** One thing to send. */
  public sealed interface Item {
    /** Where it stands in the queue; grows. */
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

  /** Signs {@code request} and puts it at the end of the queue. */
  public void enqueueRequest(Transaction transaction, Request request, Instant now) {
    DevUrn name = request.match(Registration::name, Revocation::name);
    Bytes signed = request.sign(key, gateway, now.getEpochSecond()).encoded();
    String action = request.match(registration -> REGISTER, revocation -> REVOKE);
    transaction.update(
        "INSERT INTO outbox (queued_at, request, action, name) VALUES (?, ?, ?, ?)",
        now.toEpochMilli(),
        signed,
        action,
        name.text());
  }

  /** Puts a batch at the end of the queue, in the transaction that seals it. */
  void enqueueBatch(Transaction transaction, long number, Instant now) {
    transaction.update(
        "INSERT INTO outbox (queued_at, batch) VALUES (?, ?)", now.toEpochMilli(), number);
  }

  /** The oldest thing that the alliance has neither taken nor refused. */
  public Optional<Item> next(Transaction transaction) {
    return transaction.first(
        "SELECT place, batch, request, action, name FROM outbox"
            + " WHERE log_index IS NULL AND refusal IS NULL ORDER BY place LIMIT 1",
        Outbox::item);
  }

  private static Item item(Row row) throws SQLException {
    long place = row.integer(1);
    OptionalLong number = row.optionalInteger(2);
    if (number.isPresent()) {
      return new Item.OfBatch(place, number.getAsLong());
    }
    boolean registers = row.text(4).equals(REGISTER);
    return new Item.OfRequest(place, row.bytes(3), new DevUrn(row.text(5)), registers);
  }

  /** Notes that the log holds the thing at {@code place}. */
  public void taken(Transaction transaction, long place, long logIndex) {
    transaction.update("UPDATE outbox SET log_index = ? WHERE place = ?", logIndex, place);
  }

  /** Notes that the alliance will never take the thing at {@code place}. */
  public void refused(Transaction transaction, long place, String why) {
    transaction.update("UPDATE outbox SET refusal = ? WHERE place = ?", why, place);
  }

  /** Whether something that the log holds lies beyond a head of {@code size} entries. */
  public boolean hasTakenBeyond(Transaction transaction, long size) {
    return transaction
        .first(
            "SELECT 1 FROM outbox WHERE log_index IS NOT NULL AND log_index >= ? LIMIT 1",
            row -> true,
            size)
        .orElse(false);
  }

  /** The fate of each name's newest registration request. */
  public Map<DevUrn, Fate> registrations(Transaction transaction) {
    Map<DevUrn, Fate> fates = new HashMap<>();
    transaction.each(
        "SELECT name, log_index, refusal FROM outbox WHERE action = ? ORDER BY place",
        row ->
            fates.put(
                new DevUrn(row.text(1)), new Fate(row.optionalInteger(2), row.optionalText(3))),
        REGISTER);
    return fates;
  }
}
