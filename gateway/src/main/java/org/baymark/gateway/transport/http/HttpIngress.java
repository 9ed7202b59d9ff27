package org.baymark.gateway.transport.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborSequence;
import org.baymark.protocol.chain.ChainRecord;

/**
 * Takes statements over HTTP: POST to {@code /statements}, one or a CBOR sequence of many. As with
 * the other transports, who may speak is decided by the signature, so the call needs no token.
 */
public final class HttpIngress {
  static final String NAME = "http";

  /** Of a body, in bytes. */
  static final int BODY_MAX = 1 << 20;

  /** Of the messages of one call, each of which gets an answer. */
  static final int MESSAGES_MAX = 1_024;

  private static final String COSE = "application/cose";
  private static final String CBOR = "application/cbor";
  private static final String SEQUENCE = "application/cbor-seq"; // RFC 8742, section 6.1
  private static final String COME_AGAIN_AFTER_SECONDS = "5";

  private final Intake intake;
  private final Counters counters;
  private final Bodies bodies;

  public HttpIngress(Intake intake, Counters counters, Bodies bodies) {
    this.intake = intake;
    this.counters = counters;
    this.bodies = bodies;
  }

  /** Adds the call to {@code router}. */
  public void mount(Router router) {
    router
        .post("/statements")
        .handler(bodies.upTo(BODY_MAX))
        .handler(this::take)
        .failureHandler(this::failed);
  }

  private void take(RoutingContext call) {
    Bytes body = Bytes.owning(Bodies.of(call).getBytes());
    switch (type(call)) {
      case SEQUENCE -> sequence(call, CborSequence.items(body));
      case COSE, "" -> one(call, body);
      case CBOR -> record(call, body);
      default -> unsupported(call);
    }
  }

  /** The media type without its parameters. */
  private static String type(RoutingContext call) {
    String header = Optional.ofNullable(call.request().getHeader("Content-Type")).orElse("");
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private void record(RoutingContext call, Bytes body) {
    if (ChainRecord.isBegunBy(body)) {
      one(call, body);
    } else {
      unsupported(call);
    }
  }

  private void one(RoutingContext call, Bytes message) {
    Context context = Vertx.currentContext();
    judged(call, message)
        .onSuccess(
            outcome ->
                context.runOnContext(
                    on -> {
                      HttpAnswer answer = HttpAnswer.of(outcome);
                      answer(call, answer.status(), answer.isBusy(), answer.body());
                    }));
  }

  private void sequence(RoutingContext call, List<Bytes> messages) {
    if (messages.size() > MESSAGES_MAX) {
      turnAway(call, 413, "more than " + MESSAGES_MAX + " messages in one call; none was taken");
      return;
    }
    Context context = Vertx.currentContext();
    List<Future<Outcome>> outcomes =
        messages.stream().map(message -> judged(call, message)).toList();
    Future.join(outcomes)
        .onSuccess(
            all ->
                context.runOnContext(
                    on -> answers(call, outcomes.stream().map(Future::result).toList())));
  }

  private static void answers(RoutingContext call, List<Outcome> outcomes) {
    List<HttpAnswer> answers = outcomes.stream().map(HttpAnswer::of).toList();
    JsonArray list = new JsonArray();
    answers.forEach(answer -> list.add(answer.body()));
    boolean isBusy = answers.stream().anyMatch(HttpAnswer::isBusy);
    answer(call, 200, isBusy, new JsonObject().put("answers", list));
  }

  private Future<Outcome> judged(RoutingContext call, Bytes message) {
    String sender = String.valueOf(call.request().remoteAddress());
    return intake.take(
        new Arrival(
            message, NAME, sender, Optional.empty(), call.queryParams().contains("promise")));
  }

  private void unsupported(RoutingContext call) {
    turnAway(
        call,
        415,
        "a statement is sent as " + COSE + ", many as " + SEQUENCE + ", and a record as " + CBOR);
  }

  private void failed(RoutingContext call) {
    if (call.statusCode() == 413) {
      counters.tooLargeConnection();
      turnAway(call, 413, "the body has more than " + BODY_MAX + " bytes");
    } else if (call.statusCode() == 503 || call.statusCode() == 408) {
      counters.turnedAway(NAME + "-" + call.statusCode());
      call.next();
    } else {
      call.next();
    }
  }

  private void turnAway(RoutingContext call, int status, String sentence) {
    counters.turnedAway(NAME + "-" + status);
    answer(call, status, false, new JsonObject().put("error", sentence));
  }

  private static void answer(RoutingContext call, int status, boolean isBusy, JsonObject body) {
    if (call.response().closed()) {
      return; // who asked is gone; what was stored is stored
    }
    if (isBusy) {
      call.response().putHeader("Retry-After", COME_AGAIN_AFTER_SECONDS);
    }
    call.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.encode() + "\n");
  }
}
