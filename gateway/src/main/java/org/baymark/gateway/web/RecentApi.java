package org.baymark.gateway.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Recent;

/** The calls that show what came last, and how far batches have come. */
final class RecentApi implements Calls {
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final Database database;
  private final Recent recent = new Recent();

  RecentApi(Database database) {
    this.database = database;
  }

  @Override
  public void mount(Router router) {
    router.get("/statements").handler(this::statements);
    router.get("/batches").handler(this::batches);
  }

  private void statements(RoutingContext call) {
    int limit = Fields.limit(call, USUAL, MOST);
    Answers.when(
        call,
        database.read(
            transaction -> {
              JsonArray shown = new JsonArray();
              recent.statements(transaction, limit).stream().map(Words::shown).forEach(shown::add);
              return shown;
            }),
        shown -> Answers.json(call, 200, new JsonObject().put("statements", shown)));
  }

  private void batches(RoutingContext call) {
    int limit = Fields.limit(call, USUAL, MOST);
    Answers.when(
        call,
        database.read(transaction -> recent.batches(transaction, limit)),
        batches -> {
          JsonArray shown = new JsonArray();
          batches.stream().map(RecentApi::shown).forEach(shown::add);
          Answers.json(call, 200, new JsonObject().put("batches", shown));
        });
  }

  private static JsonObject shown(Recent.Batch batch) {
    JsonObject shown =
        new JsonObject()
            .put("number", batch.number())
            .put("header", batch.headerId().hex())
            .put("statements", batch.statements())
            .put("sealed", batch.sealed().toString())
            .put("state", state(batch));
    batch.logIndex().ifPresentOrElse(at -> shown.put("entry", at), () -> shown.putNull("entry"));
    batch.refusal().ifPresent(why -> shown.put("reason", why));
    return shown;
  }

  private static String state(Recent.Batch batch) {
    if (batch.refusal().isPresent()) {
      return "refused";
    }
    if (batch.isAnchored()) {
      return "anchored";
    }
    return batch.logIndex().isPresent() ? "taken" : "sealed";
  }
}
