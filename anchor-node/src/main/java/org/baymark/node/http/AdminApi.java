package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.sequence.Ballot;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;

/** What the operator of this member alone may ask. Who does not show the token learns nothing. */
final class AdminApi {
  private final Sequencer sequencer;
  private final Registrar registrar;
  private final AdminServer.Setting setting;
  private final StatusApi standing;
  private final PromiseDesk promises;
  private final InstantSource clock;

  AdminApi(
      Sequencer sequencer,
      Registrar registrar,
      AdminServer.Setting setting,
      StatusApi standing,
      PromiseDesk promises,
      InstantSource clock) {
    this.sequencer = sequencer;
    this.registrar = registrar;
    this.setting = setting;
    this.standing = standing;
    this.promises = promises;
    this.clock = clock;
  }

  void mount(Router router, BodyReader bodies) {
    router.route().handler(this::operator);
    router.post("/gateways").handler(bodies.upTo(SubmitApi.REQUEST_MAX)).handler(this::card);
    router.post("/stop").handler(this::stop);
  }

  /** Before anything else: before a body is read, and whatever the path. */
  private void operator(RoutingContext call) {
    if (setting.token().isShownBy(call.request().getHeader("Authorization"))) {
      call.next();
    } else {
      Answers.problem(call, Problem.ofStatus(401));
    }
  }

  private void card(RoutingContext call) {
    Parsed<Sign1> parsed = Bodies.request(BodyReader.of(call));
    if (parsed instanceof Parsed.Refused<Sign1> refused) {
      Answers.problem(call, Problem.of(refused));
      return;
    }
    Sign1 card = ((Parsed.Ok<Sign1>) parsed).value();
    promises.answer(
        call,
        sequencer
            .ask(archive -> registrar.onCard(card, archive::latestKey, clock.instant()))
            .compose(decision -> Receipts.decided(sequencer, decision)));
  }

  private void stop(RoutingContext call) {
    if (setting.stop().isEmpty()) {
      Answers.problem(
          call,
          new Problem(
              409, "alone", "this node is in no order with others: there is no epoch to end"));
    } else {
      stop(call, setting.stop().get());
    }
  }

  private void stop(RoutingContext call, Function<Optional<Long>, Future<StopAnswer>> stop) {
    Optional<Long> named;
    try {
      named = Optional.ofNullable(call.request().getParam("epoch")).map(Long::parseLong);
    } catch (NumberFormatException e) {
      Answers.problem(call, Problem.ofStatus(400));
      return;
    }
    standing.answer(call, stop.apply(named).map(AdminApi::signed));
  }

  private static Ballot signed(StopAnswer answer) {
    answer
        .tooSoon()
        .ifPresent(
            why -> {
              throw new ProblemException(new Problem(409, "too-soon", why));
            });
    return answer.ballot();
  }
}
