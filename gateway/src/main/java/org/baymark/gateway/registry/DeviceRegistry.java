package org.baymark.gateway.registry;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.baymark.gateway.store.ClaimTable;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/**
 * Which devices this gateway believes. All of them are in memory, their keys decoded, because every
 * statement asks. The store holds the truth, and memory follows it on the writer's thread: as the
 * last thing of each work, before its commit, for what is recorded in the same commit is judged by
 * it. Where that commit fails, all of it is read again before anything else is recorded.
 */
public final class DeviceRegistry {
  private final Database database;
  private final DeviceTable table;
  private final ClaimTable claims;
  private final Outbox outbox;
  private volatile Known known = new Known();

  private static final class Known {
    private final Map<DevUrn, Device> devices = new ConcurrentHashMap<>();

    /** Of former keys, too. Mostly one; 8 bytes of a key's hash can be those of another's too. */
    private final Map<Bytes, Set<DevUrn>> namesByKid = new ConcurrentHashMap<>();

    /** Few, and asked for each second. */
    private final Set<DevUrn> stranded = new ConcurrentSkipListSet<>();

    void remember(Device device) {
      devices.put(device.name(), device);
      if (device.isStranded()) {
        stranded.add(device.name());
      } else {
        stranded.remove(device.name());
      }
      remember(device.key(), device.name());
    }

    void remember(VerifyingKey key, DevUrn name) {
      namesByKid.computeIfAbsent(key.kid(), kid -> new ConcurrentSkipListSet<>()).add(name);
    }
  }

  private DeviceRegistry(Database database, DeviceTable table, ClaimTable claims, Outbox outbox) {
    this.database = database;
    this.table = table;
    this.claims = claims;
    this.outbox = outbox;
  }

  /** The registry of {@code database}, once it is read. */
  public static Future<DeviceRegistry> open(
      Database database, DeviceTable table, ClaimTable claims, Outbox outbox) {
    DeviceRegistry registry = new DeviceRegistry(database, table, claims, outbox);
    table.follow(registry::remember);
    database.remembering(registry::readAgain);
    return database
        .read(registry::stored)
        .map(
            stored -> {
              registry.known = stored;
              return registry;
            });
  }

  private void readAgain(Transaction transaction) {
    known = stored(transaction);
  }

  private Known stored(Transaction transaction) {
    Known stored = new Known();
    table.all(transaction).forEach(stored::remember);
    table.former(transaction).forEach(stored::remember);
    return stored;
  }

  private void remember(Device device) {
    known.remember(device);
  }

  /** The device of this name, revoked and refused ones too. */
  public Optional<Device> find(DevUrn name) {
    return Optional.ofNullable(known.devices.get(name));
  }

  /** The devices whose key has this kid, by name; revoked and refused ones too. */
  public List<Device> withKid(Bytes kid) {
    return everWithKid(kid).stream()
        .filter(device -> device.key().kid().equals(kid)) // it may have rolled over
        .toList();
  }

  /** The same, and those whose former key has this kid. */
  public List<Device> everWithKid(Bytes kid) {
    return known.namesByKid.getOrDefault(kid, Set.of()).stream()
        .flatMap(name -> find(name).stream())
        .toList();
  }

  /** The devices that went over to a key that the alliance refuses, by name. */
  public List<Device> stranded() {
    return known.stranded.stream().flatMap(name -> find(name).stream()).toList();
  }

  /** All devices, by name. */
  public List<Device> list() {
    Collection<Device> all = known.devices.values();
    return all.stream().sorted(Comparator.comparing(Device::name)).toList();
  }

  /**
   * Adds a device and asks the alliance to register it, both or neither. One that the alliance has
   * refused is asked for again. The future completes when that is on the disk.
   *
   * @param owner 1 to 64 bytes of UTF-8
   * @param kinds at least one, and not {@link Kind#BATCH}
   * @throws IllegalArgumentException if owner or kinds are others; nothing was done
   */
  public Future<Addition> add(
      DevUrn name, VerifyingKey key, String owner, Set<Kind> kinds, Instant now) {
    Registration registration =
        Registrations.checked(name, key, owner, kinds, now.getEpochSecond());
    return database.write(transaction -> add(transaction, registration, now));
  }

  private Addition add(Transaction transaction, Registration wish, Instant now) {
    Optional<Device> named = table.named(transaction, wish.name());
    if (named.isPresent()) {
      Addition.Result result = compare(named.get(), wish);
      if (result != Addition.Result.ASKED_AGAIN) {
        return new Addition(result, named);
      }
      outbox.enqueueRequest(transaction, new Request.Register(wish), now);
      Device hopeful = table.named(transaction, wish.name()).orElseThrow();
      remember(hopeful);
      return new Addition(result, Optional.of(hopeful));
    }
    if (claims.named(transaction, wish.name()).isPresent()) {
      return new Addition(Addition.Result.CLAIMED, Optional.empty());
    }
    Optional<Device> sameKey = table.withKey(transaction, wish.key());
    if (sameKey.isPresent()) {
      return new Addition(Addition.Result.KEY_IN_USE, sameKey);
    }
    Device added = table.add(transaction, wish.name(), wish.key(), wish.owner(), wish.kinds(), now);
    outbox.enqueueRequest(transaction, new Request.Register(wish), now);
    remember(added);
    return new Addition(Addition.Result.ADDED, Optional.of(added));
  }

  /**
   * Takes the key that the log holds for a device that went over to it elsewhere, in the place of
   * the one that is known here and that the alliance refuses. The very registration is asked for
   * that the log has, so it answers with that one.
   *
   * @param before where the log registered the key that is known here
   */
  public Future<Addition> succeed(Registration next, long before, Instant now) {
    return database.write(
        transaction -> {
          Device device = table.named(transaction, next.name()).orElseThrow();
          Optional<Device> sameKey = table.withKey(transaction, next.key());
          if (sameKey.isPresent()) {
            return new Addition(Addition.Result.KEY_IN_USE, sameKey);
          }
          if (!device.isRefused()
              || device.isRevoked()
              || !device.owner().equals(next.owner())
              || !device.kinds().equals(next.kinds())) {
            return new Addition(Addition.Result.OTHER, Optional.of(device));
          }
          outbox.enqueueRequest(transaction, new Request.Register(next), now);
          table.rollOver(transaction, device, next.key(), before, now);
          table.changed(transaction, next.name());
          return new Addition(Addition.Result.ASKED_AGAIN, table.named(transaction, next.name()));
        });
  }

  private static Addition.Result compare(Device device, Registration wish) {
    if (device.isRevoked()) {
      return Addition.Result.REVOKED;
    }
    boolean same =
        device.key().equals(wish.key())
            && device.owner().equals(wish.owner())
            && device.kinds().equals(wish.kinds());
    if (!same) {
      return Addition.Result.OTHER;
    }
    return device.isRefused() ? Addition.Result.ASKED_AGAIN : Addition.Result.SAME;
  }

  /**
   * Believes a device no more and asks the alliance to revoke its key, both or neither; the
   * alliance hears of it after all that was stored of the device before. Again: the same answer,
   * and nothing is done. Empty if there is no such device.
   *
   * @param reason at most 128 bytes of UTF-8
   * @throws IllegalArgumentException if the reason is longer; nothing was done
   */
  public Future<Optional<Device>> revoke(DevUrn name, String reason, Instant now) {
    Registrations.checkReason(reason);
    return database.write(
        transaction -> {
          Optional<Device> found = table.named(transaction, name);
          if (found.isEmpty() || found.get().isRevoked()) {
            return found;
          }
          Device revoked = table.revoke(transaction, found.get(), now);
          Revocation revocation =
              new Revocation(name, revoked.key().thumbprint(), OptionalLong.empty(), reason);
          outbox.enqueueRequest(transaction, new Request.Revoke(revocation), now);
          remember(revoked);
          return Optional.of(revoked);
        });
  }
}
