package org.baymark.gateway.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.Statements;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;

/** The calls that say how things are. */
final class StatusApi {
  private static final int IDS_MAX = 10_000;
  private static final int REFUSED_MAX = 1_000;
  private static final int REFUSED_USUAL = 100;

  private final Database database;
  private final Search search;
  private final Depth.Source source;
  private final Quarantine quarantine;
  private final Counters counters;
  private final JsonObject about;
  private final InstantSource clock;
  private final Instant startedAt;

  StatusApi(
      Database database,
      Statements statements,
      Depth.Source source,
      Quarantine quarantine,
      Counters counters,
      JsonObject about,
      InstantSource clock) {
    this.database = database;
    this.search = new Search(database, statements);
    this.source = source;
    this.quarantine = quarantine;
    this.counters = counters;
    this.about = about;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  void mount(Router router) {
    router.get("/about").handler(call -> Answers.json(call, 200, about));
    router.get("/stats").handler(this::stats);
    router.post("/statements/find").handler(this::find);
    router.get("/quarantine").handler(this::quarantine);
  }

  private void stats(RoutingContext call) {
    Answers.when(call, database.read(source::read), depth -> Answers.json(call, 200, stats(depth)));
  }

  private JsonObject stats(Depth depth) {
    Counters.Snapshot counts = counters.snapshot();
    JsonObject refused = new JsonObject();
    counts.refused().forEach(refused::put);
    JsonObject turnedAway = new JsonObject();
    counts.turnedAway().forEach(turnedAway::put);
    JsonObject stats =
        new JsonObject()
            .put("received", counts.received())
            .put("accepted", counts.accepted())
            .put("records", counts.records())
            .put("duplicates", counts.duplicates())
            .put("late", counts.late())
            .put("equivocations", counts.equivocations())
            .put("refused", refused)
            .put("tooLargeConnections", counts.tooLargeConnections())
            .put("turnedAway", turnedAway)
            .put("unbatched", depth.unbatched())
            .put("batches", depth.progress().batches())
            .put("anchoredBatches", depth.progress().anchoredBatches())
            .put("anchoredStatements", depth.progress().anchoredStatements())
            .putNull("checkpoint")
            .put("uptimeMillis", Duration.between(startedAt, clock.instant()).toMillis())
            .put("cpuMillis", ProcessFigures.cpuMillis())
            .put("residentBytes", ProcessFigures.residentBytes())
            .put("databaseBytes", database.bytesOnDisk());
    depth
        .head()
        .ifPresent(
            head ->
                stats.put(
                    "checkpoint",
                    new JsonObject().put("size", head.size()).put("root", head.root().hex())));
    return stats;
  }

  private record Found(Map<Digest, Long> rows, long anchoredRow) {}

  private void find(RoutingContext call) {
    Set<Digest> ids = new LinkedHashSet<>();
    for (String hex : Fields.of(call, Set.of("ids")).texts("ids", IDS_MAX)) {
      if (!hex.matches("[0-9a-fA-F]{64}")) {
        throw Fields.wrong("'" + hex + "' is no id: 64 hexadecimal digits");
      }
      ids.add(Digest.ofHex(hex));
    }
    Answers.when(
        call,
        search
            .find(ids)
            .compose(
                rows ->
                    database.read(
                        transaction ->
                            new Found(rows, source.read(transaction).progress().anchoredRow()))),
        found -> {
          JsonArray missing = new JsonArray();
          JsonArray unanchored = new JsonArray();
          for (Digest id : ids) {
            Long row = found.rows().get(id);
            if (row == null) {
              missing.add(id.hex());
            } else if (row > found.anchoredRow()) {
              unanchored.add(id.hex());
            }
          }
          JsonObject answer = new JsonObject().put("missing", missing);
          Answers.json(call, 200, answer.put("unanchored", unanchored));
        });
  }

  private void quarantine(RoutingContext call) {
    int limit = limit(call.request().getParam("limit", Integer.toString(REFUSED_USUAL)));
    Answers.when(
        call,
        database.read(transaction -> quarantine.newest(transaction, limit)),
        entries -> Answers.json(call, 200, shown(entries)));
  }

  private static int limit(String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw Fields.wrong("the parameter limit has to be a number");
    }
    return Math.min(Integer.parseInt(text), REFUSED_MAX);
  }

  private static JsonObject shown(List<Quarantine.Entry> entries) {
    JsonArray refused = new JsonArray();
    for (Quarantine.Entry entry : entries) {
      refused.add(
          new JsonObject()
              .put("at", entry.at().toString())
              .put("reason", reason(entry.reason()))
              .put("detail", entry.detail())
              .put("transport", entry.transport())
              .put("size", entry.bytes().size())
              .put("bytes", entry.bytes().hex()));
    }
    return new JsonObject().put("refused", refused);
  }

  private static String reason(int number) {
    for (Refusal refusal : Refusal.values()) {
      if (refusal.number() == number) {
        return refusal.wireName();
      }
    }
    return Integer.toString(number);
  }
}
