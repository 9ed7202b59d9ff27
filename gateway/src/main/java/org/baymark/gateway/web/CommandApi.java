package org.baymark.gateway.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.store.CommandTable.Told;
import org.baymark.gateway.web.Answers.CallException;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.DevUrn;

/** The calls about commands to devices (PROTOCOL.md, section 15.2). */
public final class CommandApi implements Calls {
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final CommandDesk desk;
  private final InstantSource clock;

  public CommandApi(CommandDesk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  @Override
  public void mount(Router router) {
    router.get("/commands").handler(this::list);
    router.post("/commands").handler(this::queue);
  }

  private void queue(RoutingContext call) {
    Fields fields = Fields.of(call, Set.of("name", "order", "seconds", "expiresSeconds"));
    DevUrn name = fields.name();
    Order order = order(fields);
    Duration lasts =
        fields.body().containsKey("expiresSeconds")
            ? Duration.ofSeconds(fields.count("expiresSeconds"))
            : CommandDesk.LASTS_USUALLY;
    try {
      Answers.when(
          call,
          desk.queue(name, order, lasts),
          queued ->
              Answers.json(
                  call,
                  201,
                  queued.match(
                      told -> shown(told, clock.instant()),
                      no -> {
                        int status = no.refusal() == Refusal.UNKNOWN_DEVICE ? 404 : 409;
                        throw new CallException(status, no.detail());
                      })));
    } catch (IllegalArgumentException e) {
      throw Fields.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Order order(Fields fields) {
    String kind = fields.text("order");
    if (kind.equals(Order.Kind.INTERVAL.wireName())) {
      long seconds = fields.count("seconds");
      if (!Order.isInterval(seconds)) {
        throw Fields.wrong("\"seconds\" is 1 to " + Order.INTERVAL_MAX + ", which is a week");
      }
      return Order.interval(seconds);
    }
    if (fields.body().containsKey("seconds")) {
      throw Fields.wrong("only an interval has \"seconds\"");
    }
    if (kind.equals(Order.Kind.TIME.wireName())) {
      return Order.time();
    }
    if (kind.equals(Order.Kind.ROLL_OVER.wireName())) {
      return Order.rollOver();
    }
    throw Fields.wrong("\"order\" is time, interval or roll-over");
  }

  private void list(RoutingContext call) {
    int limit = Fields.limit(call, USUAL, MOST);
    Optional<String> name = Optional.ofNullable(call.request().getParam("name"));
    if (name.isPresent() && !DevUrn.isValid(name.get())) {
      throw Fields.wrong("the parameter name has to be a device's name: a URN of RFC 9039");
    }
    Answers.when(
        call,
        desk.newest(name.map(DevUrn::new), limit),
        all -> {
          Instant now = clock.instant();
          JsonArray shown = new JsonArray();
          all.forEach(told -> shown.add(shown(told, now)));
          Answers.json(call, 200, new JsonObject().put("commands", shown));
        });
  }

  private static JsonObject shown(Told told, Instant now) {
    JsonObject shown =
        new JsonObject()
            .put("name", told.device().text())
            .put("number", told.number())
            .put("order", told.order().kind().wireName());
    told.order().seconds().ifPresent(it -> shown.put("seconds", it));
    shown
        .put("state", told.state(now).name().toLowerCase(Locale.ROOT))
        .put("queued", told.queued().toString())
        .put("expires", told.expires().toString());
    told.transport().ifPresent(it -> shown.put("transport", it));
    told.sent().ifPresent(it -> shown.put("sent", it.toString()));
    told.delivered().ifPresent(it -> shown.put("delivered", it.toString()));
    told.superseded().ifPresent(it -> shown.put("superseded", it.toString()));
    return shown;
  }
}
