package org.baymark.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Kind;

/** The devices as rows, and what the alliance said to the newest request to register each. */
public final class DeviceTable {
  private static final String SELECT =
      "SELECT id, name, key, owner, kinds, added, revoked, (SELECT refusal FROM outbox"
          + " WHERE outbox.name = device.name AND action = 'register' ORDER BY place DESC LIMIT 1)"
          + " FROM device";

  private volatile Consumer<Device> follower = device -> {};
  private final List<Consumer<Device>> watchers = new CopyOnWriteArrayList<>();

  /**
   * {@code watcher} hears of each device whose key was revoked, on the writer's thread, once that
   * is committed: for whatever serves devices and has to let go of this one. It must not block.
   */
  public void watchRevoked(Consumer<Device> watcher) {
    watchers.add(watcher);
  }

  /** {@code follower} hears, on the writer's thread, what {@link #refused} is told. */
  public void follow(Consumer<Device> follower) {
    this.follower = follower;
  }

  /** The last thing in the work that notes the alliance's refusal to register {@code name}. */
  public void refused(Transaction transaction, DevUrn name) {
    named(transaction, name).ifPresent(follower);
  }

  /** All of them, by name. */
  public List<Device> all(Transaction transaction) {
    return transaction.list(SELECT + " ORDER BY name", DeviceTable::read);
  }

  public Optional<Device> named(Transaction transaction, DevUrn name) {
    return transaction.first(SELECT + " WHERE name = ?", DeviceTable::read, name.text());
  }

  public Optional<Device> withKey(Transaction transaction, VerifyingKey key) {
    return transaction.first(SELECT + " WHERE key = ?", DeviceTable::read, key.encoded());
  }

  public Device add(
      Transaction transaction,
      DevUrn name,
      VerifyingKey key,
      String owner,
      Set<Kind> kinds,
      Instant now) {
    long id =
        transaction.insert(
            "INSERT INTO device (name, key, owner, kinds, added) VALUES (?, ?, ?, ?, ?)",
            name.text(),
            key.encoded(),
            owner,
            kinds.stream().map(Kind::wireName).sorted().collect(Collectors.joining(",")),
            now.toEpochMilli());
    return new Device(id, name, key, owner, kinds, now, Optional.empty(), Optional.empty());
  }

  public Device revoke(Transaction transaction, Device device, Instant now) {
    transaction.update(
        "UPDATE device SET revoked = ? WHERE id = ?", now.toEpochMilli(), device.id());
    Device revoked = device.revokedAt(now);
    transaction.afterCommit(() -> watchers.forEach(watcher -> watcher.accept(revoked)));
    return revoked;
  }

  private static Device read(Row row) throws SQLException {
    Optional<Instant> revoked = Optional.empty();
    if (row.optionalInteger(7).isPresent()) {
      revoked = Optional.of(Instant.ofEpochMilli(row.integer(7)));
    }
    return new Device(
        row.integer(1),
        new DevUrn(row.text(2)),
        key(row.bytes(3)),
        row.text(4),
        Arrays.stream(row.text(5).split(","))
            .map(name -> Kind.ofWireName(name).orElseThrow())
            .collect(Collectors.toSet()),
        Instant.ofEpochMilli(row.integer(6)),
        revoked,
        row.optionalText(8));
  }

  private static VerifyingKey key(Bytes encoded) {
    Parsed<VerifyingKey> key = VerifyingKey.parse(encoded);
    return key.match(
        good -> good,
        bad -> {
          throw new StoreException("the database holds a key that is none: " + bad.text());
        });
  }
}
