package org.baymark.gateway.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.baymark.gateway.store.Compaction;
import org.baymark.gateway.store.Database;

/** The calls that look after the store. What takes long is begun, and asked about after. */
final class UpkeepApi {
  private static final String STATE = "state";

  private final Database database;
  private volatile JsonObject compaction = new JsonObject().put(STATE, "none");

  UpkeepApi(Database database) {
    this.database = database;
  }

  void mount(Router router) {
    router.post("/compact").handler(this::compact);
    router.get("/compact").handler(call -> Answers.json(call, 200, compaction));
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
