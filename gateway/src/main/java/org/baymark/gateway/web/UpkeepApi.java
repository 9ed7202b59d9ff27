package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.store.Compaction;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.web.Answers.CallException;

/** The calls that look after the store. What takes long is begun, and asked about after. */
final class UpkeepApi implements Calls {
  private static final String STATE = "state";

  private final Database database;
  private final Api.Pruning pruning;
  private volatile JsonObject compaction = new JsonObject().put(STATE, "none");
  private volatile JsonObject prune = new JsonObject().put(STATE, "none");

  UpkeepApi(Database database, Api.Pruning pruning) {
    this.database = database;
    this.pruning = pruning;
  }

  @Override
  public void mount(Router router) {
    router.post("/compact").handler(this::compact);
    router.get("/compact").handler(call -> Answers.json(call, 200, compaction));
    router.post("/prune").handler(this::prune);
    router.get("/prune").handler(call -> Answers.json(call, 200, prune));
  }

  private void prune(RoutingContext call) {
    Fields fields = Fields.of(call, Set.of("olderThanSeconds", "to"));
    Duration age = Duration.ofSeconds(fields.count("olderThanSeconds"));
    Optional<String> to = fields.optionalText("to");
    JsonObject running = new JsonObject().put(STATE, "running");
    if (prune.getString(STATE).equals("running")) {
      throw new CallException(409, "statements are being pruned already");
    }
    Future<List<Pruned>> files;
    try {
      files = pruning.olderThan(age, to);
    } catch (InvalidPathException e) {
      throw Fields.wrong("\"to\" is no folder's path");
    }
    prune = running;
    files.onComplete(done -> prune = shown(done), why -> prune = failed(why));
    Answers.json(call, 202, running);
  }

  private static JsonObject shown(List<Pruned> files) {
    JsonArray shown = new JsonArray();
    files.forEach(
        it ->
            shown.add(
                new JsonObject()
                    .put("file", it.file())
                    .put("firstBatch", it.firstBatch())
                    .put("lastBatch", it.lastBatch())
                    .put("statements", it.statements())
                    .put("bytes", it.size())));
    return new JsonObject().put(STATE, "done").put("files", shown);
  }

  private void compact(RoutingContext call) {
    JsonObject running = new JsonObject().put(STATE, "running");
    if (!compaction.getString(STATE).equals("running")) {
      compaction = running;
      database
          .compact()
          .onComplete(done -> compaction = shown(done), why -> compaction = failed(why));
    }
    Answers.json(call, 202, running);
  }

  private static JsonObject shown(Compaction.Done done) {
    return new JsonObject()
        .put(STATE, "done")
        .put("bytesBefore", done.before())
        .put("bytesAfter", done.after());
  }

  private static JsonObject failed(Throwable why) {
    return new JsonObject().put(STATE, "failed").put("error", String.valueOf(why.getMessage()));
  }
}
