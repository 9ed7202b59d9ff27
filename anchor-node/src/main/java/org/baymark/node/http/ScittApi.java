package org.baymark.node.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.baymark.node.scitt.ReceiptDesk;
import org.baymark.node.scitt.Standing;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.receipt.ReceiptSigner.SignedHead;
import org.baymark.protocol.receipt.TransparentStatement;

/**
 * The log as a SCITT transparency service (draft-ietf-scitt-scrapi-11; PROTOCOL.md, section 26.4).
 * An id is SHA-256 of what was signed, in 64 digits, which no index has; so both may stand behind
 * /entries/.
 */
final class ScittApi {
  private static final String COSE = "application/cose";
  private static final int STATEMENT_MAX = 65_535;
  private static final String ID = "\\/entries\\/(?<id>[0-9a-f]{64})";

  /** A receipt never becomes wrong, there are only later ones. */
  private static final String KEEP = "max-age=3600";

  private final Sequencer sequencer;
  private final ReceiptDesk desk;
  private final long pollSeconds;

  /**
   * @param checkpointEvery how often it is worth asking again
   */
  ScittApi(Sequencer sequencer, ReceiptDesk desk, Duration checkpointEvery) {
    this.sequencer = sequencer;
    this.desk = desk;
    this.pollSeconds = Math.max(1, checkpointEvery.toSeconds());
  }

  void mount(Router router, BodyReader bodies) {
    router.post("/entries").handler(bodies.upTo(STATEMENT_MAX)).handler(this::register);
    router
        .getWithRegex(ID)
        .handler(call -> entry(call, certified -> certified.receipt().encoded()));
    router.getWithRegex(ID + "\\/statement").handler(call -> entry(call, ScittApi::transparent));
    router.get("/consistency/receipt").handler(this::consistency);
    router.get("/.well-known/scitt-keys").handler(new ScittKeys(sequencer)::all);
    router.get("/.well-known/scitt-keys/:kid").handler(new ScittKeys(sequencer)::one);
  }

  private void register(RoutingContext call) {
    Parsed<Sign1> parsed = Bodies.statement(BodyReader.of(call));
    if (parsed instanceof Parsed.Refused<Sign1> refused) {
      Answers.problem(call, Problem.of(refused));
      return;
    }
    Sign1 signed = ((Parsed.Ok<Sign1>) parsed).value();
    Future<Registered> registered =
        new Doorkeeper(sequencer)
            .submit(signed)
            .map(result -> Receipts.of(result).entryId())
            .compose(id -> standing(id).map(standing -> new Registered(id, standing)));
    answer(
        call,
        registered,
        it -> {
          call.response().putHeader("Location", "/entries/" + it.id().hex());
          it.standing()
              .match(
                  certified -> sent(call, 201, certified.receipt().encoded()),
                  () -> again(call, 303),
                  () -> again(call, 303));
        });
  }

  private record Registered(Digest id, Standing standing) {}

  private void entry(RoutingContext call, Function<Standing.Certified, Bytes> form) {
    Digest id = Digest.ofHex(call.pathParam("id"));
    answer(
        call,
        standing(id),
        standing ->
            standing.match(
                certified -> sent(call, 200, form.apply(certified)),
                () -> {
                  call.response().putHeader("Location", "/entries/" + id.hex());
                  return again(call, 202);
                },
                () -> {
                  throw new ProblemException(
                      new Problem(404, "not-found", "the log holds no entry " + id.hex()));
                }));
  }

  private static Bytes transparent(Standing.Certified certified) {
    Sign1 statement =
        Sign1.parse(certified.entry(), STATEMENT_MAX)
            .match(
                it -> it,
                refused -> {
                  throw new IllegalStateException("the log does not read itself");
                });
    return TransparentStatement.of(statement, List.of(certified.receipt())).encoded();
  }

  private void consistency(RoutingContext call) {
    OptionalLong from = ReadApi.number(call.queryParams().get("from"));
    if (from.isEmpty()) {
      Answers.problem(call, new Problem(400, "malformed", "from is the size of an earlier tree"));
      return;
    }
    Future<Optional<Bytes>> receipt =
        head()
            .map(
                head ->
                    sequencer.ask(
                        archive ->
                            ReceiptDesk.consistency(archive, from.getAsLong(), head)
                                .map(it -> it.encoded())))
            .orElse(Future.succeededFuture(Optional.empty()));
    answer(
        call,
        receipt,
        found ->
            sent(
                call,
                200,
                found.orElseThrow(
                    () ->
                        new ProblemException(
                            new Problem(404, "not-found", "no checkpoint has grown from there")))));
  }

  /** What is published is certified; only that gets receipts. */
  private Optional<SignedHead> head() {
    return sequencer.status().published().map(last -> desk.at(last.note().checkpoint()));
  }

  private Future<Standing> standing(Digest id) {
    return head()
        .map(head -> sequencer.ask(archive -> ReceiptDesk.standing(archive, id, head)))
        .orElse(Future.succeededFuture(new Standing.Unknown()));
  }

  private static boolean sent(RoutingContext call, int status, Bytes body) {
    call.response().putHeader("Cache-Control", KEEP);
    Answers.bytes(call, status, COSE, body);
    return true;
  }

  /** No body: where to ask, and when. */
  private boolean again(RoutingContext call, int status) {
    HttpServerResponse response = call.response();
    response.putHeader("Retry-After", Long.toString(pollSeconds));
    response.putHeader("Cache-Control", "no-store");
    Answers.bytes(call, status, COSE, Bytes.EMPTY);
    return true;
  }

  /** Answers on the thread of the response, which is not the log's. */
  static <T> void answer(RoutingContext call, Future<T> future, Consumer<T> handler) {
    Context context = call.vertx().getOrCreateContext();
    future.onComplete(
        done ->
            context.runOnContext(
                here -> {
                  try {
                    if (done.succeeded()) {
                      handler.accept(done.result());
                    } else {
                      Answers.failed(call, done.cause());
                    }
                  } catch (RuntimeException e) {
                    Answers.failed(call, e);
                  }
                }));
  }

  /** Where the answer is written. */
  interface Consumer<T> {
    void accept(T value);
  }
}
