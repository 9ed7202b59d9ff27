package org.baymark.gateway.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.BindingTable;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.PostTable;

/** The calls that show alarms, and which device is attached to which shipment. */
public final class AlarmApi implements Calls {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Database database;
  private final AlarmTable alarms = new AlarmTable();
  private final PostTable posts = new PostTable();
  private final BindingTable bindings = new BindingTable();
  private final String signing;
  private final Supplier<Optional<String>> trouble;
  private final LongSupplier uncounted;

  /**
   * @param signing on, off, or why alarms are not signed
   * @param trouble why the webhook takes nothing
   * @param uncounted how many counts were dropped for want of room
   */
  public AlarmApi(
      Database database,
      String signing,
      Supplier<Optional<String>> trouble,
      LongSupplier uncounted) {
    this.database = database;
    this.signing = signing;
    this.trouble = trouble;
    this.uncounted = uncounted;
  }

  @Override
  public void mount(Router router) {
    router.get("/alarms").handler(this::alarms);
    router.get("/bindings").handler(this::bindings);
  }

  private record Found(List<Alarm> open, List<Alarm> ended, long posts, long dropped) {}

  private void alarms(RoutingContext call) {
    int limit = Fields.limit(call, USUAL, MOST);
    Answers.when(
        call,
        database.read(
            transaction ->
                new Found(
                    alarms.open(transaction, limit),
                    alarms.ended(transaction, limit),
                    posts.count(transaction),
                    posts.countDropped(transaction))),
        found -> Answers.json(call, 200, shown(found)));
  }

  private JsonObject shown(Found found) {
    JsonArray open = new JsonArray();
    found.open().forEach(alarm -> open.add(shown(alarm)));
    JsonArray ended = new JsonArray();
    found.ended().forEach(alarm -> ended.add(shown(alarm)));
    JsonObject webhook =
        new JsonObject().put("waiting", found.posts()).put("dropped", found.dropped());
    trouble.get().ifPresent(why -> webhook.put("trouble", why));
    return new JsonObject()
        .put("open", open)
        .put("ended", ended)
        .put("signing", signing)
        .put("counts", new JsonObject().put("dropped", uncounted.getAsLong()))
        .put("webhook", webhook);
  }

  private static JsonObject shown(Alarm alarm) {
    JsonObject shown =
        new JsonObject()
            .put("number", alarm.number())
            .put("code", alarm.code())
            .put("rule", alarm.rule())
            .put("subject", alarm.subject())
            .put("device", alarm.device())
            .put("detail", alarm.detail())
            .put("raised", alarm.raised().toString());
    alarm.ended().ifPresent(at -> shown.put("ended", at.toString()));
    alarm.why().ifPresent(why -> shown.put("why", why));
    alarm
        .statement()
        .ifPresent(
            id -> shown.put("statement", id.hex()).put("fate", alarm.fate().orElse("waiting")));
    return shown;
  }

  private void bindings(RoutingContext call) {
    int limit = Fields.limit(call, USUAL, MOST);
    Answers.when(
        call,
        database.read(transaction -> bindings.newest(transaction, limit)),
        found -> {
          JsonArray shown = new JsonArray();
          found.forEach(binding -> shown.add(shown(binding)));
          Answers.json(call, 200, new JsonObject().put("bindings", shown));
        });
  }

  private static JsonObject shown(Binding binding) {
    JsonObject shown =
        new JsonObject()
            .put("device", binding.device())
            .put("shipment", binding.shipment())
            .put("attached", binding.isOpen())
            .put("since", binding.saidAt().toString())
            .put("by", binding.saidBy())
            .put("statement", binding.saidId().hex());
    binding.after().ifPresent(place -> shown.put("after", place.toString()));
    binding.until().ifPresent(place -> shown.put("until", place.toString()));
    binding.retracted().ifPresent(id -> shown.put("retracted", id.hex()));
    return shown;
  }
}
