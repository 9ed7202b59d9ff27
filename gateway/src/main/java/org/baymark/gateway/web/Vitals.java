package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.Tables;

/**
 * How the gateway is. Healthy: the process works, and starting it again would not help. Ready: what
 * a device hands in now is stored and acknowledged. Well: and it comes to the alliance.
 */
public final class Vitals {
  private static final long READ_WITHIN_SECONDS = 5;
  private static final long MEGABYTE = 1 << 20;

  /** A line may be away for an hour without a person's having to know. */
  private static final Duration AWAY_MAX = Duration.ofHours(1);

  private final Database database;
  private final DiskRoom room;
  private final Anchoring anchoring;
  private final Supplier<Optional<Bridge>> bridge;
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
   * @param doors where devices come in, as URLs
   */
  public Vitals(
      Vertx vertx,
      Database database,
      Tables tables,
      DiskRoom room,
      Anchoring anchoring,
      Supplier<Optional<Bridge>> bridge,
      List<String> doors,
      InstantSource clock) {
    this.database = database;
    this.room = room;
    this.anchoring = anchoring;
    this.bridge = bridge;
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
              List<Part> parts = new ArrayList<>(List.of(store(), disk()));
              doors.forEach(door -> parts.add(door(door)));
              return parts;
            });
  }

  /** All that an operator should know. Never fails. */
  Future<List<Part>> all() {
    return readiness()
        .compose(
            parts ->
                depth()
                    .map(depth -> List.of(batches(depth), alliance(depth), alarms(depth)))
                    .otherwise(why -> List.of(unread(String.valueOf(why.getMessage()))))
                    .map(
                        more -> {
                          List<Part> all = new ArrayList<>(parts);
                          bridge.get().ifPresent(it -> all.add(part(it)));
                          all.addAll(more);
                          return all;
                        }));
  }

  private Part store() {
    long size = database.bytesOnDisk();
    return database
        .failure()
        .map(why -> Part.wrong("store", why, "store.wrong", Map.of("why", why)))
        .orElseGet(
            () ->
                Part.ok(
                    "store",
                    "takes writes; " + megabytes(size) + " on the disk",
                    "store.ok",
                    Map.of("size", size)));
  }

  private Part disk() {
    long free = room.free();
    long reserve = room.reserve();
    Map<String, Object> values = Map.of("free", free, "reserve", reserve);
    return room.shortage()
        .map(
            why ->
                Part.wrong(
                    "disk", why + "; make room, or give it a larger disk", "disk.wrong", values))
        .orElseGet(
            () ->
                Part.ok(
                    "disk",
                    megabytes(free)
                        + " free, of which "
                        + megabytes(reserve)
                        + " are kept in reserve",
                    "disk.ok",
                    values));
  }

  private static Part door(Knocks.Door door) {
    String name = "door " + door.address();
    return door.fault()
        .map(
            why ->
                Part.wrong(
                    name,
                    "nobody answers ("
                        + why
                        + "): start the gateway again, and look into its log if that does not help",
                    "door.wrong",
                    Map.of("why", why)))
        .orElseGet(() -> Part.ok(name, "open", "door.ok", Map.of()));
  }

  private Part part(Bridge bridge) {
    Optional<String> trouble = bridge.trouble().get();
    if (trouble.isEmpty()) {
      return Part.ok("bridge", "subscribed at the broker", "bridge.ok", Map.of());
    }
    Duration away = Duration.between(bridge.since().get(), clock.instant());
    String why = "nothing comes from the broker (" + trouble.get() + ")";
    Map<String, Object> values = Map.of("why", trouble.get(), "hours", away.toHours());
    return away.compareTo(AWAY_MAX) < 0
        ? Part.note("bridge", why + "; it is tried again", "bridge.note", values)
        : Part.wrong(
            "bridge",
            why
                + " for "
                + away.toHours()
                + " h: see to the broker, or to the bridge keys in gateway.yaml",
            "bridge.wrong",
            values);
  }

  private static Part unread(String why) {
    return Part.wrong("batches", "cannot be read: " + why, "batches.wrong", Map.of("why", why));
  }

  private static Part batches(Depth depth) {
    BatchLog.Progress progress = depth.progress();
    return Part.ok(
        "batches",
        progress.batches()
            + " sealed, "
            + progress.anchoredBatches()
            + " anchored with "
            + progress.anchoredStatements()
            + " statements; "
            + depth.unbatched()
            + " statements wait to be sealed",
        "batches.ok",
        Map.of(
            "sealed",
            progress.batches(),
            "anchored",
            progress.anchoredBatches(),
            "statements",
            progress.anchoredStatements(),
            "waiting",
            depth.unbatched()));
  }

  private static Part alarms(Depth depth) {
    long open = depth.alarmsOpen();
    Map<String, Object> values = Map.of("open", open);
    return open == 0
        ? Part.ok("alarms", "none is open", "alarms.ok", values)
        : Part.note("alarms", open + " open; see the page, or GET /alarms", "alarms.note", values);
  }

  private Part alliance(Depth depth) {
    Optional<String> failure = anchoring.failure().get();
    if (failure.isPresent()) {
      return Part.wrong(
          "alliance", failure.get(), "alliance.stopped", Map.of("why", failure.get()));
    }
    int failures = anchoring.failures().getAsInt();
    Optional<Duration> waiting = depth.queued().oldest().map(this::since);
    String queue =
        waiting
            .map(
                age ->
                    depth.queued().items()
                        + " things wait for it, the oldest for "
                        + age.toSeconds()
                        + " s")
            .orElse("nothing waits for it");
    String attempts = failures == 0 ? "" : "; the last " + failures + " attempts failed";
    Map<String, Object> values =
        Map.of(
            "items",
            waiting.isPresent() ? depth.queued().items() : 0,
            "seconds",
            waiting.map(Duration::toSeconds).orElse(0L),
            "failures",
            failures);
    if (waiting.filter(age -> age.compareTo(AWAY_MAX) > 0).isPresent()) {
      return Part.wrong(
          "alliance",
          queue
              + attempts
              + ": look at the line and ask the members; nothing is lost, all of it is kept here",
          "alliance.wrong",
          values);
    }
    return failures == 0
        ? Part.ok("alliance", queue, waiting.isPresent() ? "alliance.ok" : "alliance.idle", values)
        : Part.note(
            "alliance",
            queue + attempts + "; it is tried again by itself",
            "alliance.note",
            values);
  }

  private Duration since(Instant then) {
    Duration age = Duration.between(then, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Seconds that the oldest thing has waited; 0 where nothing waits. */
  double oldestSeconds(Depth depth) {
    return depth.queued().oldest().map(this::since).map(Duration::toMillis).orElse(0L) / 1000.0;
  }

  private static String megabytes(long bytes) {
    return bytes < MEGABYTE ? "less than 1 MB" : bytes / MEGABYTE + " MB";
  }
}
