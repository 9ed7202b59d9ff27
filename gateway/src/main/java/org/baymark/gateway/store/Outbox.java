package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.jspecify.annotations.Nullable;

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

  /** What became of the newest request of a kind for a name; both empty while it waits. */
  public record Fate(OptionalLong logIndex, Optional<String> refusal) {}

  /**
   * Signs {@code request} and puts it into the queue. A revocation stays there until the log holds
   * all that is stored of the device now: what stands after it there was said by nobody.
   */
  public void enqueueRequest(Transaction transaction, Request request, Instant now) {
    DevUrn name = request.match(Registration::name, Revocation::name);
    boolean registers = request.match(registration -> true, revocation -> false);
    enqueue(transaction, request, now, registers ? null : lastUnsealed(transaction, name));
  }

  /**
   * The same for the registration of a key that takes another one's place: it goes behind the
   * revocation of that one, which was queued before and may have to wait.
   */
  public void enqueueSuccessor(Transaction transaction, Registration next, Instant now) {
    enqueue(transaction, new Request.Register(next), now, lastUnsealed(transaction, next.name()));
  }

  private void enqueue(
      Transaction transaction, Request request, Instant now, @Nullable Long afterRow) {
    DevUrn name = request.match(Registration::name, Revocation::name);
    Bytes signed = request.sign(key, gateway, now.getEpochSecond()).encoded();
    String action = request.match(registration -> REGISTER, revocation -> REVOKE);
    transaction.update(
        "INSERT INTO outbox (queued_at, request, action, name, after_row) VALUES (?, ?, ?, ?, ?)",
        now.toEpochMilli(),
        signed,
        action,
        name.text(),
        afterRow);
  }

  /** The last row of a device that no batch holds; null if there is none. */
  private static @Nullable Long lastUnsealed(Transaction transaction, DevUrn name) {
    // The + keeps SQLite from walking all that the device ever said: few rows are not sealed yet.
    return transaction
        .first(
            "SELECT max(row) FROM statement WHERE row > (SELECT coalesce(max(last_row), 0) FROM"
                + " batch) AND +device = (SELECT id FROM device WHERE name = ?)",
            row -> row.optionalInteger(1),
            name.text())
        .filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong)
        .orElse(null);
  }

  /** Puts a batch at the end of the queue, in the transaction that seals it. */
  void enqueueBatch(Transaction transaction, long number, Instant now) {
    transaction.update(
        "INSERT INTO outbox (queued_at, batch) VALUES (?, ?)", now.toEpochMilli(), number);
  }

  /** The last row that something in the queue waits for; 0 if nothing does. */
  long awaitedRow(Transaction transaction) {
    return transaction
        .first(
            "SELECT coalesce(max(after_row), 0) FROM outbox"
                + " WHERE log_index IS NULL AND refusal IS NULL",
            row -> row.integer(1))
        .orElseThrow();
  }

  /**
   * What may go now: the oldest thing that the alliance has neither taken nor refused; and where
   * that registers a device, the registrations of others right behind it, for these need no order.
   * Empty if nothing may go.
   *
   * @param countMax how many at most, at least 1
   */
  public List<Item> front(Transaction transaction, int countMax) {
    List<Item> oldest = oldest(transaction, countMax);
    Set<DevUrn> names = new HashSet<>();
    List<Item> together =
        oldest.stream()
            .takeWhile(
                item ->
                    item.match(
                        batch -> false,
                        request -> request.registers() && names.add(request.name())))
            .toList();
    return together.isEmpty() ? oldest.subList(0, Math.min(1, oldest.size())) : together;
  }

  private static List<Item> oldest(Transaction transaction, int countMax) {
    return transaction.list(
        "SELECT place, batch, request, action, name FROM outbox"
            + " WHERE log_index IS NULL AND refusal IS NULL"
            // Proven, not said by a receipt: what is sent again would come behind the revocation.
            + " AND (after_row IS NULL OR after_row <= (SELECT last_row FROM batch, anchored"
            + " WHERE number = batch))"
            + " ORDER BY place LIMIT ?",
        Outbox::item,
        countMax);
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

  /**
   * A batch that a member gave a receipt for.
   *
   * @param logIndex where the log holds it, by that receipt
   */
  public record Receipted(long batch, long logIndex) {}

  /** The newest batch that a receipt places in the first {@code size} entries of the log. */
  Optional<Receipted> newestWithin(Transaction transaction, long size) {
    return transaction.first(
        "SELECT batch, log_index FROM outbox WHERE batch IS NOT NULL AND log_index < ?"
            + " ORDER BY batch DESC LIMIT 1",
        row -> new Receipted(row.integer(1), row.integer(2)),
        size);
  }

  /** Puts a batch that the log was said to hold back to where it is sent from. */
  public void sendAgain(Transaction transaction, long batch) {
    transaction.update("UPDATE outbox SET log_index = NULL WHERE batch = ?", batch);
  }

  /**
   * Puts the newest registration of the key that {@code revocation} ends back to where it is sent
   * from, if a member gave a receipt for it; answers whether one did.
   */
  public boolean registerAgain(Transaction transaction, Item.OfRequest revocation) {
    Optional<Digest> ended =
        request(revocation.signed())
            .flatMap(
                it -> it.match(wish -> Optional.empty(), end -> Optional.of(end.thumbprint())));
    return transaction
        .list(
            "SELECT place, request FROM outbox WHERE action = ? AND name = ? AND log_index IS NOT"
                + " NULL ORDER BY place DESC",
            row -> Map.entry(row.integer(1), row.bytes(2)),
            REGISTER,
            revocation.name().text())
        .stream()
        .filter(asked -> ended.equals(registered(asked.getValue())))
        .findFirst()
        .map(
            asked ->
                transaction.update(
                    "UPDATE outbox SET log_index = NULL WHERE place = ?", asked.getKey()))
        .isPresent();
  }

  private static Optional<Digest> registered(Bytes signed) {
    return request(signed)
        .flatMap(
            it -> it.match(wish -> Optional.of(wish.key().thumbprint()), end -> Optional.empty()));
  }

  private static Optional<Request> request(Bytes signed) {
    return Sign1.parse(signed, Logged.ENTRY_SIZE_MAX)
        .toOptional()
        .flatMap(it -> Request.parse(it).toOptional());
  }

  /** Notes that the alliance will never take the thing at {@code place}. */
  public void refused(Transaction transaction, long place, String why) {
    transaction.update("UPDATE outbox SET refusal = ? WHERE place = ?", why, place);
  }

  /** Whether a request that the log holds lies beyond a head of {@code size} entries. */
  public boolean hasRequestBeyond(Transaction transaction, long size) {
    return transaction
        .first(
            "SELECT 1 FROM outbox WHERE batch IS NULL AND log_index >= ? LIMIT 1",
            row -> true,
            size)
        .orElse(false);
  }

  /** The fate of the newest revocation request for {@code name}; empty if there is none. */
  public Optional<Fate> revocation(Transaction transaction, DevUrn name) {
    return newest(transaction, REVOKE, name);
  }

  /** The fate of the newest registration request for {@code name}; empty if there is none. */
  public Optional<Fate> registration(Transaction transaction, DevUrn name) {
    return newest(transaction, REGISTER, name);
  }

  private static Optional<Fate> newest(Transaction transaction, String action, DevUrn name) {
    return transaction.first(
        "SELECT log_index, refusal FROM outbox WHERE action = ? AND name = ?"
            + " ORDER BY place DESC LIMIT 1",
        row -> new Fate(row.optionalInteger(1), row.optionalText(2)),
        action,
        name.text());
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
