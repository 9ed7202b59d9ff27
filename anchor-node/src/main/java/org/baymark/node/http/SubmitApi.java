package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import org.baymark.node.ledger.Command;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.LogReceipt;

/** What gateways hand in. Each answer is a receipt for what is on the disk. */
final class SubmitApi {
  /** Bytes; no call takes a larger body. */
  static final int BATCH_MAX = 8 << 20;

  static final int REQUEST_MAX = 65_535;

  private final Sequencer sequencer;
  private final Registrar registrar;
  private final InstantSource clock;
  private final PromiseDesk promises;

  SubmitApi(Sequencer sequencer, Registrar registrar, PromiseDesk promises, InstantSource clock) {
    this.promises = promises;
    this.sequencer = sequencer;
    this.registrar = registrar;
    this.clock = clock;
  }

  void mount(Router router, BodyReader bodies) {
    router.post("/batches").handler(bodies.upTo(BATCH_MAX)).handler(this::batch);
    router.post("/requests").handler(bodies.upTo(REQUEST_MAX)).handler(this::request);
  }

  private void batch(RoutingContext call) {
    Bytes body = BodyReader.of(call);
    // A hundred thousand subject entries take a while to parse: not on the event loop.
    Future<Command.FileBatch> parsed =
        call.vertx().executeBlocking(() -> orProblem(Bodies.batch(body)), false);
    receipt(call, parsed.compose(command -> receipt(command)));
  }

  private void request(RoutingContext call) {
    Parsed<Sign1> parsed = Bodies.request(BodyReader.of(call));
    if (parsed instanceof Parsed.Refused<Sign1> refused) {
      Answers.problem(call, Problem.of(refused));
      return;
    }
    Sign1 signed = ((Parsed.Ok<Sign1>) parsed).value();
    receipt(
        call,
        sequencer
            .ask(archive -> registrar.onRequest(signed, archive::latestKey, clock.instant()))
            .compose(decision -> Receipts.decided(sequencer, decision)));
  }

  private Future<LogReceipt> receipt(Command command) {
    return sequencer.submit(command).map(Receipts::of);
  }

  private void receipt(RoutingContext call, Future<LogReceipt> receipt) {
    promises.answer(call, receipt);
  }

  private static <T> T orProblem(Parsed<T> parsed) {
    return parsed.match(
        value -> value,
        refused -> {
          throw new ProblemException(Problem.of(refused));
        });
  }
}
