package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.web.Answers.CallException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.enrolment.Enrolment;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;

/** The calls by which devices come in by their labels (PROTOCOL.md, section 10.1). */
final class EnrolmentApi implements Calls {
  private final Enrolling enrolling;
  private final String owner;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param owner of devices, where the call does not say
   */
  EnrolmentApi(Enrolling enrolling, String owner, InstantSource clock) {
    this.enrolling = enrolling;
    this.owner = owner;
    this.clock = clock;
  }

  @Override
  public void mount(Router router) {
    router.post("/devices/claim").handler(this::claim);
    router.post("/devices/challenge").handler(this::challenge);
    router
        .post("/devices/prove")
        .handler(call -> prove(call, proof -> enrolling.prove(proof, clock.instant())));
    router
        .post("/devices/roll-over")
        .handler(call -> prove(call, proof -> enrolling.rollOver(proof, clock.instant())));
    router
        .post("/devices/suspend")
        .handler(call -> about(call, name -> enrolling.suspend(name, clock.instant())));
    router.post("/devices/resume").handler(call -> about(call, enrolling::resume));
  }

  private void claim(RoutingContext call) {
    Fields fields = Fields.of(call, Set.of("label", "owner", "kinds"));
    Label label =
        Label.parse(fields.text("label"))
            .match(
                it -> it,
                bad -> {
                  throw Fields.wrong("\"label\" is no device's label: " + bad.text());
                });
    String whose = fields.optionalText("owner").orElse(owner);
    try {
      answer(
          call,
          enrolling.claim(label, whose, fields.kinds(), clock.instant()),
          EnrolmentApi::shown);
    } catch (IllegalArgumentException e) {
      throw Fields.wrong(String.valueOf(e.getMessage()));
    }
  }

  private void challenge(RoutingContext call) {
    DevUrn name = Fields.of(call, Set.of("name")).name();
    byte[] drawn = new byte[Proof.NONCE_SIZE];
    random.nextBytes(drawn);
    Bytes nonce = Bytes.owning(drawn);
    answer(
        call,
        enrolling.challenge(name, nonce),
        it -> shown(it).put("gateway", enrolling.gateway().text()).put("nonce", nonce.hex()));
  }

  private static void about(
      RoutingContext call, Function<DevUrn, Future<Parsed<Enrolment>>> event) {
    answer(call, event.apply(Fields.of(call, Set.of("name")).name()), EnrolmentApi::shown);
  }

  private static void prove(RoutingContext call, Function<Sign1, Future<Parsed<Enrolment>>> event) {
    Bytes proof = Fields.of(call, Set.of("proof")).hex("proof", Proof.SIZE_MAX);
    Sign1 signed =
        Sign1.parse(proof, Proof.SIZE_MAX)
            .match(
                it -> it,
                bad -> {
                  throw Fields.wrong("\"proof\" is not a signed proof: " + bad.text());
                });
    answer(call, event.apply(signed), EnrolmentApi::shown);
  }

  private static void answer(
      RoutingContext call, Future<Parsed<Enrolment>> event, Function<Enrolment, JsonObject> shown) {
    Answers.when(
        call,
        event,
        parsed ->
            Answers.json(
                call,
                200,
                shown.apply(
                    parsed.match(
                        it -> it,
                        no -> {
                          throw new CallException(status(no.refusal()), no.text());
                        }))));
  }

  /** What another time would have been taken is a conflict with what is. */
  private static int status(Refusal refusal) {
    return switch (refusal) {
      case WRONG_STATE -> 409;
      case UNKNOWN_DEVICE -> 404;
      default -> 400;
    };
  }

  static JsonObject shown(Enrolment enrolment) {
    return new JsonObject()
        .put("name", enrolment.label().name().text())
        .put("thumbprint", enrolment.label().thumbprint().hex())
        .put("status", enrolment.state().name().toLowerCase(Locale.ROOT));
  }
}
