package org.baymark.gateway.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.HiddenContents;
import org.baymark.gateway.store.Queued;

/** What the figures of each part mean: well, worth knowing, or wrong and what to do. */
final class Judged {
  /** A line may be away for an hour without a person's having to know. */
  private static final Duration AWAY_MAX = Duration.ofHours(1);

  private static final long MEGABYTE = 1 << 20;

  private Judged() {}

  /**
   * @param failure why nothing is acknowledged
   * @param size of the store, bytes
   */
  static Part store(Optional<String> failure, long size) {
    return failure
        .map(why -> Part.wrong("store", why, "store.wrong", Map.of("why", why)))
        .orElseGet(
            () ->
                Part.ok(
                    "store",
                    "takes writes; " + megabytes(size) + " on the disk",
                    "store.ok",
                    Map.of("size", size)));
  }

  /**
   * @param free bytes
   * @param reserve bytes
   */
  static Part disk(Optional<String> shortage, long free, long reserve) {
    Map<String, Object> values = Map.of("free", free, "reserve", reserve);
    return shortage
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

  static Part door(Knocks.Door door) {
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

  /**
   * @param trouble why nothing comes from the site's broker
   * @param away for how long
   */
  static Part bridge(Optional<String> trouble, Duration away) {
    if (trouble.isEmpty()) {
      return Part.ok("bridge", "subscribed at the broker", "bridge.ok", Map.of());
    }
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

  static Part unread(String why) {
    return Part.wrong("batches", "cannot be read: " + why, "batches.wrong", Map.of("why", why));
  }

  static Part batches(BatchLog.Progress progress, long unbatched) {
    return Part.ok(
        "batches",
        progress.batches()
            + " sealed, "
            + progress.anchoredBatches()
            + " anchored with "
            + progress.anchoredStatements()
            + " statements; "
            + unbatched
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
            unbatched));
  }

  /**
   * @param stranded that went over to a key that the alliance refuses
   */
  static Optional<Part> devices(List<Device> stranded) {
    return stranded.stream()
        .findFirst()
        .map(
            first -> {
              String why = first.refusal().orElseThrow();
              int more = stranded.size() - 1;
              return Part.wrong(
                  "devices",
                  first.name()
                      + (more == 0 ? "" : " and " + more + " more")
                      + " went over to a key that the alliance refuses ("
                      + why
                      + "), and is not heard: 'baymark device list' says what to do",
                  "devices.wrong",
                  Map.of("name", first.name().text(), "count", stranded.size(), "why", why));
            });
  }

  static Part alarms(long open) {
    Map<String, Object> values = Map.of("open", open);
    return open == 0
        ? Part.ok("alarms", "none is open", "alarms.ok", values)
        : Part.note("alarms", open + " open; see the page, or GET /alarms", "alarms.note", values);
  }

  static Part erasures(HiddenContents.Unended unended) {
    Map<String, Object> values = Map.of("unfiled", unended.unfiled());
    if (unended.isUnclean()) {
      return Part.wrong(
          "erasures",
          "nobody gets what was erased, but its bytes may still stand in the file: make room on the"
              + " disk; it is tried again each minute",
          "erasures.wrong",
          values);
    }
    return unended.unfiled() == 0
        ? Part.ok("erasures", "all that were asked for are done", "erasures.ok", values)
        : Part.note(
            "erasures",
            "done; the word of "
                + unended.unfiled()
                + " waits to be stored among the statements, which is tried again each minute",
            "erasures.note",
            values);
  }

  /**
   * @param stopped why nothing more is anchored until an operator has seen to it
   * @param failures how many attempts in a row have failed
   * @param waiting since when the oldest thing waits
   */
  static Part alliance(
      Optional<String> stopped, int failures, Queued queued, Optional<Duration> waiting) {
    if (stopped.isPresent()) {
      return Part.wrong(
          "alliance", stopped.get(), "alliance.stopped", Map.of("why", stopped.get()));
    }
    String queue =
        waiting
            .map(
                age ->
                    queued.items()
                        + " things wait for it, the oldest for "
                        + age.toSeconds()
                        + " s")
            .orElse("nothing waits for it");
    String attempts = failures == 0 ? "" : "; the last " + failures + " attempts failed";
    Map<String, Object> values =
        Map.of(
            "items",
            waiting.isPresent() ? queued.items() : 0,
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

  private static String megabytes(long bytes) {
    return bytes < MEGABYTE ? "less than 1 MB" : bytes / MEGABYTE + " MB";
  }
}
