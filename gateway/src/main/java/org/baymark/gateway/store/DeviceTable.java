package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Kind;

/** The devices as rows, and what the alliance said to the newest request to register each. */
public final class DeviceTable {
  private static final String SELECT =
      "SELECT id, name, key, owner, kinds, added, revoked, (SELECT refusal FROM outbox"
          + " WHERE outbox.name = device.name AND action = 'register' ORDER BY place DESC LIMIT 1),"
          + " (SELECT at FROM suspension WHERE device = device.id),"
          + " EXISTS (SELECT 1 FROM former_key WHERE device = device.id) AND (SELECT log_index"
          + " FROM outbox WHERE outbox.name = device.name AND action = 'register'"
          + " ORDER BY place DESC LIMIT 1) IS NULL"
          + " FROM device";

  private volatile Consumer<Device> follower = device -> {};
  private final List<Consumer<Device>> watchers = new CopyOnWriteArrayList<>();
  private final List<Runnable> keyWatchers = new CopyOnWriteArrayList<>();

  /**
   * {@code watcher} hears of each device whose key was revoked, on the writer's thread, once that
   * is committed: for whatever serves devices and has to let go of this one. It must not block.
   */
  public void watchRevoked(Consumer<Device> watcher) {
    watchers.add(watcher);
  }

  /**
   * {@code watcher} hears that a device has gone over to another key, on the writer's thread, once
   * that is committed: for whatever let somebody in by the one before. It must not block.
   */
  public void watchRolledOver(Runnable watcher) {
    keyWatchers.add(watcher);
  }

  /** {@code follower} hears, on the writer's thread, what {@link #changed} is told. */
  public void follow(Consumer<Device> follower) {
    this.follower = follower;
  }

  /** The last thing in a work that changes what is known of {@code name}, or of its key. */
  public void changed(Transaction transaction, DevUrn name) {
    named(transaction, name).ifPresent(follower);
  }

  /** All of them, by name. */
  public List<Device> all(Transaction transaction) {
    return transaction.list(SELECT + " ORDER BY name", DeviceTable::read);
  }

  public Optional<Device> named(Transaction transaction, DevUrn name) {
    return transaction.first(SELECT + " WHERE name = ?", DeviceTable::read, name.text());
  }

  /** The device that has this key, or had it before it rolled over. */
  public Optional<Device> withKey(Transaction transaction, VerifyingKey key) {
    return transaction.first(
        SELECT + " WHERE key = ? OR id = (SELECT device FROM former_key WHERE key = ?)",
        DeviceTable::read,
        key.encoded(),
        key.encoded());
  }

  /**
   * A key that a device had before it rolled over.
   *
   * @param registered its place in the log
   */
  public record Former(VerifyingKey key, long registered) {}

  /** The keys that a device had before the one that it has. */
  public List<Former> former(Transaction transaction, DevUrn name) {
    return transaction.list(
        "SELECT key, registered FROM former_key"
            + " WHERE device = (SELECT id FROM device WHERE name = ?) ORDER BY ended",
        row -> new Former(key(row.bytes(1)), row.integer(2)),
        name.text());
  }

  /** The keys that devices had before the ones that they have, by the devices' names. */
  public Map<VerifyingKey, DevUrn> former(Transaction transaction) {
    Map<VerifyingKey, DevUrn> former = new HashMap<>();
    transaction.each(
        "SELECT former_key.key, name FROM former_key JOIN device ON id = device",
        row -> former.put(key(row.bytes(1)), new DevUrn(row.text(2))));
    return former;
  }

  public Device add(
      Transaction transaction,
      DevUrn name,
      VerifyingKey key,
      String owner,
      Set<Kind> kinds,
      Instant now) {
    transaction.update(
        "INSERT INTO device (name, key, owner, kinds, added) VALUES (?, ?, ?, ?, ?)",
        name.text(),
        key.encoded(),
        owner,
        Kinds.text(kinds),
        now.toEpochMilli());
    return named(transaction, name).orElseThrow();
  }

  /** Gives a device another key, in the place of one that the log holds at {@code registered}. */
  public void rollOver(
      Transaction transaction, Device device, VerifyingKey next, long registered, Instant now) {
    transaction.update(
        "INSERT INTO former_key (key, device, registered, ended) VALUES (?, ?, ?, ?)",
        device.key().encoded(),
        device.id(),
        registered,
        now.toEpochMilli());
    replace(transaction, device, next);
  }

  /** The same in the place of one that the log never held: nothing was said by it. */
  public void replace(Transaction transaction, Device device, VerifyingKey next) {
    transaction.update("UPDATE device SET key = ? WHERE id = ?", next.encoded(), device.id());
    transaction.afterCommit(() -> keyWatchers.forEach(Runnable::run));
  }

  public void suspend(Transaction transaction, Device device, Instant now) {
    transaction.update(
        "INSERT INTO suspension (device, at) VALUES (?, ?)", device.id(), now.toEpochMilli());
  }

  public void resume(Transaction transaction, Device device) {
    transaction.update("DELETE FROM suspension WHERE device = ?", device.id());
  }

  public Device revoke(Transaction transaction, Device device, Instant now) {
    transaction.update(
        "UPDATE device SET revoked = ? WHERE id = ?", now.toEpochMilli(), device.id());
    Device revoked = named(transaction, device.name()).orElseThrow();
    transaction.afterCommit(() -> watchers.forEach(watcher -> watcher.accept(revoked)));
    return revoked;
  }

  private static Device read(Row row) throws SQLException {
    return new Device(
        row.integer(1),
        new DevUrn(row.text(2)),
        key(row.bytes(3)),
        row.text(4),
        Kinds.parse(row.text(5)),
        Instant.ofEpochMilli(row.integer(6)),
        row.optionalInstant(7),
        row.optionalText(8),
        row.optionalInstant(9),
        row.integer(10) == 1);
  }

  static VerifyingKey key(Bytes encoded) {
    Parsed<VerifyingKey> key = VerifyingKey.parse(encoded);
    return key.match(
        good -> good,
        bad -> {
          throw new StoreException("the database holds a key that is none: " + bad.text());
        });
  }
}
