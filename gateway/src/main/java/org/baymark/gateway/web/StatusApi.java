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
import org.baymark.gateway.store.Tables;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Unverified;

/** The calls that say how things are. */
final class StatusApi implements Calls {
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
      Database database, Tables tables, Counters counters, JsonObject about, InstantSource clock) {
    this.database = database;
    this.search = new Search(database, tables.statements());
    this.source = Depth.Source.of(tables);
    this.quarantine = tables.quarantine();
    this.counters = counters;
    this.about = about;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  @Override
  public void mount(Router router) {
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
            .put("future", counts.future())
            .put("past", counts.past())
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

  private record Refused(List<Quarantine.Entry> newest, Quarantine.Extent extent) {}

  private void quarantine(RoutingContext call) {
    int limit = Fields.limit(call, REFUSED_USUAL, REFUSED_MAX);
    Answers.when(
        call,
        database.read(
            transaction ->
                new Refused(quarantine.newest(transaction, limit), quarantine.extent(transaction))),
        refused -> Answers.json(call, 200, shown(refused)));
  }

  private static JsonObject shown(Refused all) {
    JsonArray refused = new JsonArray();
    all.newest().forEach(entry -> refused.add(shown(entry)));
    return new JsonObject()
        .put("refused", refused)
        .put("kept", all.extent().kept())
        .put("dropped", all.extent().dropped());
  }

  private static JsonObject shown(Quarantine.Entry entry) {
    JsonObject shown =
        new JsonObject()
            .put("at", entry.at().toString())
            .put("reason", reason(entry.reason()))
            .put("detail", entry.detail())
            .put("transport", entry.transport())
            .put("size", entry.bytes().size())
            .put("bytes", entry.bytes().hex());
    Sign1.parse(entry.bytes(), Unverified.SIZE_MAX)
        .toOptional()
        .ifPresent(it -> shown.put("claimed", it.issuer().text()).put("kid", it.kid().hex()));
    return shown;
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
