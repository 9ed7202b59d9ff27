package org.baymark.gateway.command;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.store.CommandTable;
import org.baymark.gateway.store.CommandTable.Told;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.enrolment.Enrolment;

/**
 * Commands to devices (PROTOCOL.md, section 15.2). The store holds them; what waits is in memory,
 * too, for devices ask often and mostly for nothing. Memory changes once the change is committed,
 * on the writer's thread, and then whoever watches hears of the device. For any thread.
 */
public final class CommandDesk {
  /** Shorter, and a device that sleeps a little would miss it. */
  public static final Duration LASTS_LEAST = Duration.ofMinutes(1);

  public static final Duration LASTS_MOST = Duration.ofDays(366);
  public static final Duration LASTS_USUALLY = Duration.ofDays(7);

  private final DevUrn gateway;
  private final SigningKey key;
  private final Database database;
  private final CommandTable table = new CommandTable();
  private final DeviceRegistry registry;
  private final InstantSource clock;
  private final Map<DevUrn, List<Pending>> waiting = new ConcurrentHashMap<>();
  private final List<Consumer<DevUrn>> watchers = new CopyOnWriteArrayList<>();

  private CommandDesk(
      DevUrn gateway,
      SigningKey key,
      Database database,
      DeviceRegistry registry,
      InstantSource clock) {
    this.gateway = gateway;
    this.key = key;
    this.database = database;
    this.registry = registry;
    this.clock = clock;
  }

  /** Completes when what waits is read. */
  public static Future<CommandDesk> open(
      DevUrn gateway,
      SigningKey key,
      Database database,
      DeviceRegistry registry,
      InstantSource clock) {
    CommandDesk desk = new CommandDesk(gateway, key, database, registry, clock);
    database.remembering(desk::readAgain);
    return database.read(
        transaction -> {
          desk.readAgain(transaction);
          return desk;
        });
  }

  private void readAgain(Transaction transaction) {
    waiting.clear();
    for (Told told : table.waiting(transaction, clock.instant())) {
      waiting.merge(
          told.device(),
          List.of(new Pending(told)),
          (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
    }
  }

  /** Hears of each device for which something waits anew, on the writer's thread. */
  public void watch(Consumer<DevUrn> watcher) {
    watchers.add(watcher);
  }

  /**
   * Tells a device something, as soon as it listens. Refused with 32 if there is no such device,
   * with 40 if it is not ACTIVE.
   *
   * @param lasts from {@link #LASTS_LEAST} to {@link #LASTS_MOST}
   * @throws IllegalArgumentException if it is not; nothing was done
   */
  public Future<Parsed<Told>> queue(DevUrn name, Order order, Duration lasts) {
    if (lasts.compareTo(LASTS_LEAST) < 0 || lasts.compareTo(LASTS_MOST) > 0) {
      throw new IllegalArgumentException(
          "a command lasts between a minute and 366 days, and not " + lasts.toSeconds() + " s");
    }
    return database.write(
        transaction ->
            Parsed.of(
                () -> {
                  Device device = demandActive(name);
                  Instant now = clock.instant();
                  long number = table.queue(transaction, device, order, now, now.plus(lasts));
                  changed(transaction, name);
                  return table.waiting(transaction, name, now).stream()
                      .filter(told -> told.number() == number)
                      .findFirst()
                      .orElseThrow();
                }));
  }

  private Device demandActive(DevUrn name) throws RefusalException {
    Device device =
        registry
            .find(name)
            .orElseThrow(
                () -> new RefusalException(Refusal.UNKNOWN_DEVICE, "there is no device " + name));
    if (device.isRefused()) {
      throw new RefusalException(Refusal.WRONG_STATE, "the alliance refused the key of " + name);
    }
    if (device.state() != Enrolment.State.ACTIVE) {
      throw new RefusalException(Refusal.WRONG_STATE, name + " is " + device.state());
    }
    return device;
  }

  /** The last thing in a work that changes what waits for {@code name}. */
  private void changed(Transaction transaction, DevUrn name) {
    List<Pending> now =
        table.waiting(transaction, name, clock.instant()).stream().map(Pending::new).toList();
    transaction.afterCommit(
        () -> {
          if (now.isEmpty()) {
            waiting.remove(name);
          } else {
            waiting.put(name, now);
            watchers.forEach(watcher -> watcher.accept(name));
          }
        });
  }

  /** The newest commands, at most {@code limit}, the newest first: to one device, or to all. */
  public Future<List<Told>> newest(Optional<DevUrn> device, int limit) {
    return database.read(transaction -> table.newest(transaction, device, limit));
  }

  /** Whether the gateway knows a device of this name, revoked or not. */
  public boolean isKnown(DevUrn name) {
    return registry.find(name).isPresent();
  }

  public boolean isRevoked(DevUrn name) {
    return registry.find(name).filter(Device::isRevoked).isPresent();
  }

  /** For whom something {@link #isWaiting}. What will not be sent any more leaves the memory. */
  public List<DevUrn> addressees() {
    Instant now = clock.instant();
    waiting
        .entrySet()
        .removeIf(
            entry ->
                isRevoked(entry.getKey())
                    || entry.getValue().stream().noneMatch(it -> it.isInTime(now)));
    return waiting.keySet().stream().filter(this::isWaiting).toList();
  }

  /** Whether there is a {@link #next} for {@code name}. Signs nothing. */
  public boolean isWaiting(DevUrn name) {
    Instant now = clock.instant();
    return listener(name).isPresent()
        && waiting.getOrDefault(name, List.of()).stream().anyMatch(it -> it.isInTime(now));
  }

  /** The device of this name, if it may be told something now. */
  private Optional<Device> listener(DevUrn name) {
    return registry
        .find(name)
        .filter(it -> it.state() == Enrolment.State.ACTIVE && !it.isRefused() && !it.isAwaited());
  }

  /**
   * What waits first for {@code name}, signed now, with a number above {@code after}; nothing, as
   * long as the device is not ACTIVE or the log does not hold the key that it rolled over to.
   */
  public Optional<Letter> next(DevUrn name, long after) {
    Instant now = clock.instant();
    return listener(name)
        .flatMap(
            device ->
                waiting.getOrDefault(name, List.of()).stream()
                    .filter(it -> it.told().number() > after && it.isInTime(now))
                    .findFirst()
                    .map(
                        it ->
                            new Letter(
                                name, it.told().number(), it.message(gateway, key, device, now))));
  }

  /**
   * Notes that a letter is about to be sent over {@code transport}; whether it waits still, once
   * that is on the disk. Nothing leaves of which the store does not know.
   */
  public Future<Boolean> sending(Letter letter, String transport) {
    Instant now = clock.instant();
    Optional<Pending> known =
        waiting.getOrDefault(letter.device(), List.of()).stream()
            .filter(it -> it.told().number() == letter.number())
            .findFirst();
    if (known.isEmpty()) {
      return Future.succeededFuture(false);
    }
    if (known.get().isNoted(transport, now)) {
      return Future.succeededFuture(true);
    }
    return database.write(
        transaction -> {
          DevUrn name = letter.device();
          boolean waits = table.sent(transaction, name, letter.number(), transport, now);
          remember(transaction, name);
          return waits;
        });
  }

  /** As {@link #changed}, where nothing waits anew. */
  private void remember(Transaction transaction, DevUrn name) {
    List<Pending> now =
        table.waiting(transaction, name, clock.instant()).stream().map(Pending::new).toList();
    transaction.afterCommit(() -> waiting.computeIfPresent(name, (same, before) -> now));
  }

  /** An acknowledgement of {@code transport} says that it arrived. */
  public Future<Boolean> delivered(DevUrn name, long number, String transport) {
    return database.write(
        transaction -> {
          boolean isFirst = table.delivered(transaction, name, number, transport, clock.instant());
          changed(transaction, name);
          return isFirst;
        });
  }
}
