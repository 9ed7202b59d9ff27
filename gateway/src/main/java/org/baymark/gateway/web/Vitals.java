package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.HiddenContents;
import org.baymark.gateway.store.Tables;

/**
 * How the gateway is. Healthy: the process works, and starting it again would not help. Ready: what
 * a device hands in now is stored and acknowledged. Well: and it comes to the alliance.
 */
public final class Vitals {
  private static final long READ_WITHIN_SECONDS = 5;
  private final Database database;
  private final DiskRoom room;
  private final Anchoring anchoring;
  private final Supplier<Optional<Bridge>> bridge;
  private final Supplier<Future<HiddenContents.Unended>> erasures;
  private final Supplier<List<Device>> stranded;
  private final Knocks knocks;
  private final Depth.Source source;
  private final InstantSource clock;

  /**
   * What the way to the alliance says of itself.
   *
   * @param failure why nothing more is anchored until an operator has seen to it
   * @param failures how many attempts in a row have failed
   */
  public record Anchoring(Supplier<Optional<String>> failure, IntSupplier failures) {}

  /**
   * What the way to the site's broker says of itself.
   *
   * @param trouble why nothing comes from there; empty while messages can
   * @param since when it came to be so, or not
   */
  public record Bridge(Supplier<Optional<String>> trouble, Supplier<Instant> since) {}

  /**
   * @param bridge where the gateway takes from a broker of the site
   * @param erasures what is left to do of them
   * @param stranded devices that went over to a key that the alliance refuses; never blocks
   * @param doors where devices come in, as URLs
   */
  public Vitals(
      Vertx vertx,
      Database database,
      Tables tables,
      DiskRoom room,
      Anchoring anchoring,
      Supplier<Optional<Bridge>> bridge,
      Supplier<Future<HiddenContents.Unended>> erasures,
      Supplier<List<Device>> stranded,
      List<String> doors,
      InstantSource clock) {
    this.database = database;
    this.room = room;
    this.anchoring = anchoring;
    this.bridge = bridge;
    this.erasures = erasures;
    this.stranded = stranded;
    this.knocks = new Knocks(vertx, doors);
    this.source = Depth.Source.of(tables);
    this.clock = clock;
  }

  DiskRoom room() {
    return room;
  }

  int failedAttempts() {
    return anchoring.failures().getAsInt();
  }

  /** What the store knows; fails where its readers do not answer. */
  Future<Depth> depth() {
    return database.read(source::read).timeout(READ_WITHIN_SECONDS, TimeUnit.SECONDS);
  }

  /** Why the process should be started again; empty as long as it works. Never fails. */
  Future<Optional<String>> sickness() {
    return database
        .read(transaction -> Optional.<String>empty())
        .timeout(READ_WITHIN_SECONDS, TimeUnit.SECONDS)
        .otherwise(why -> Optional.of("the store does not answer: " + why.getMessage()));
  }

  /** What it takes to store and acknowledge what comes. Never fails. */
  Future<List<Part>> readiness() {
    return knocks
        .all()
        .map(
            doors -> {
              List<Part> parts = new ArrayList<>();
              parts.add(Judged.store(database.failure(), database.bytesOnDisk()));
              parts.add(Judged.disk(room.shortage(), room.free(), room.reserve()));
              doors.forEach(door -> parts.add(Judged.door(door)));
              return parts;
            });
  }

  /** All that an operator should know. Never fails. */
  Future<List<Part>> all() {
    return readiness()
        .compose(
            parts ->
                stored()
                    .map(
                        more -> {
                          List<Part> all = new ArrayList<>(parts);
                          bridge.get().ifPresent(it -> all.add(judged(it)));
                          all.addAll(more);
                          return all;
                        }));
  }

  private Future<List<Part>> stored() {
    return depth()
        .compose(
            depth ->
                erasures
                    .get()
                    .timeout(READ_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .map(
                        unended -> {
                          List<Part> parts = new ArrayList<>();
                          parts.add(Judged.batches(depth.progress(), depth.unbatched()));
                          parts.add(alliance(depth));
                          Judged.devices(stranded.get()).ifPresent(parts::add);
                          parts.add(Judged.alarms(depth.alarmsOpen()));
                          parts.add(Judged.erasures(unended));
                          return parts;
                        }))
        .otherwise(why -> List.of(Judged.unread(String.valueOf(why.getMessage()))));
  }

  private Part judged(Bridge bridge) {
    return Judged.bridge(
        bridge.trouble().get(), Duration.between(bridge.since().get(), clock.instant()));
  }

  private Part alliance(Depth depth) {
    return Judged.alliance(
        anchoring.failure().get(),
        failedAttempts(),
        depth.queued(),
        depth.queued().oldest().map(this::since));
  }

  private Duration since(Instant then) {
    Duration age = Duration.between(then, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Seconds that the oldest thing has waited; 0 where nothing waits. */
  double oldestSeconds(Depth depth) {
    return depth.queued().oldest().map(this::since).map(Duration::toMillis).orElse(0L) / 1000.0;
  }
}
