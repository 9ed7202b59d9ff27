package org.baymark.gateway.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The calls that answer: are you well? */
final class VitalsApi implements Calls {
  private final Vitals vitals;
  private final InstantSource clock;

  VitalsApi(Vitals vitals, InstantSource clock) {
    this.vitals = vitals;
    this.clock = clock;
  }

  /** For whoever watches over processes: without a token, and so without anything to learn. */
  void mountOpen(Router router) {
    router.get("/healthz").handler(this::health);
    router.get("/readyz").handler(this::readiness);
  }

  @Override
  public void mount(Router router) {
    router.get("/status").handler(this::status);
  }

  private void health(RoutingContext call) {
    Answers.when(
        call,
        vitals.sickness(),
        sickness -> {
          JsonObject body = new JsonObject().put("status", sickness.isEmpty() ? "ok" : "failing");
          sickness.ifPresent(why -> body.put("reason", "the store does not answer"));
          Answers.json(call, sickness.isEmpty() ? 200 : 503, body);
        });
  }

  private void readiness(RoutingContext call) {
    Answers.when(
        call,
        vitals.readiness(),
        parts -> {
          List<Part> wrong = parts.stream().filter(Part::isWrong).toList();
          JsonObject body = new JsonObject().put("status", wrong.isEmpty() ? "ready" : "not ready");
          JsonArray reasons = new JsonArray();
          wrong.stream().map(VitalsApi::forAnybody).distinct().forEach(reasons::add);
          Answers.json(
              call,
              wrong.isEmpty() ? 200 : 503,
              wrong.isEmpty() ? body : body.put("reasons", reasons));
        });
  }

  /**
   * What whoever comes without a token may know of a part that is at fault: which one, and no
   * address, path, figure or message of the system.
   */
  static String forAnybody(Part part) {
    return switch (part.say()) {
      case "store.wrong" -> "store: nothing is acknowledged";
      case "disk.wrong" -> "disk: too little room";
      case "door.wrong" -> part.name().replaceFirst(":.*", "") + ": nobody answers";
      default -> "another part"; // none of what it takes to be ready
    };
  }

  private void status(RoutingContext call) {
    Answers.when(
        call,
        vitals.all(),
        parts -> {
          JsonArray shown = new JsonArray();
          parts.forEach(part -> shown.add(part.shown()));
          boolean isWell = parts.stream().noneMatch(Part::isWrong);
          Answers.json(
              call,
              200,
              new JsonObject()
                  .put("well", isWell)
                  .put("now", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                  .put("parts", shown));
        });
  }
}
