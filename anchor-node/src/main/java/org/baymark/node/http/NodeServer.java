package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.baymark.node.onward.Anchored;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.scitt.ReceiptDesk;
import org.baymark.node.sequence.Ballot;
import org.baymark.node.sequence.Conviction;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.witness.Witnessing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.voting.Voice;

/** The node's HTTP server. */
public final class NodeServer {
  /** Of all bodies at one time, in bytes. */
  private static final long BODIES_MAX = 64L << 20;

  /** At one time: one of the largest entries has 16 MiB, one of usual ones 100 kB. */
  private static final int BUNDLES_MAX = 16;

  private static final int IDLE_SECONDS = 60;
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final int[] STATUSES = {400, 404, 405, 413, 500};

  private final HttpServer server;

  /**
   * What the calls of SCITT need.
   *
   * @param checkpointEvery how long an entry waits for its receipt, about
   */
  public record ScittSetting(ReceiptDesk desk, Duration checkpointEvery) {}

  /**
   * Where this member stands in certifying.
   *
   * @param convictions the evidence that it keeps against members; never blocks
   * @param stop signs that the epoch has ended for it that is named, or the present one; empty
   *     where there is only one member
   * @param beside puts under a certified head what members co-signed later or in other algorithms
   * @param anchored the last head that a chain of others holds; never blocks
   */
  public record VotingSetting(
      DevUrn member,
      String origin,
      Supplier<Future<Ballot>> ballot,
      Supplier<List<Conviction>> convictions,
      Optional<Function<Optional<Long>, Future<StopAnswer>>> stop,
      UnaryOperator<SignedCheckpoint> beside,
      Supplier<Optional<Anchored>> anchored) {}

  /**
   * How this member promises that an entry will be in the log.
   *
   * @param voice with its reporter key
   * @param heads after the last that it closed, by which it will
   */
  public record PromiseSetting(Voice voice, String origin, int heads) {}

  private NodeServer(HttpServer server) {
    this.server = server;
  }

  /** Listens on {@code host} and {@code port}; 0 is any free one. */
  public static Future<NodeServer> start(
      Vertx vertx,
      String host,
      int port,
      Sequencer sequencer,
      Registrar registrar,
      AdminToken adminToken,
      ScittSetting scitt,
      VotingSetting voting,
      PromiseSetting promise,
      Witnessing witnessing,
      InstantSource clock) {
    Router router = Router.router(vertx);
    BodyBudget budget = new BodyBudget(BODIES_MAX);
    new ScittApi(sequencer, scitt.desk(), scitt.checkpointEvery()).mount(router, budget);
    new ReadApi(sequencer, voting).mount(router, budget);
    PromiseDesk promises = new PromiseDesk(sequencer, promise);
    new MembersApi(sequencer, promises).mount(router, budget);
    new ConflictsApi(sequencer, voting.convictions()).mount(router);
    new StatusApi(sequencer, adminToken, voting).mount(router);
    UnaryOperator<SignedCheckpoint> lines =
        note -> witnessing.outside().apply(voting.beside().apply(note));
    new TilesApi(sequencer, lines, new AnswerBudget(BUNDLES_MAX)).mount(router);
    new ExplorerPage(sequencer).mount(router);
    new ExplorerApi(sequencer, lines, voting.convictions()).mount(router);
    new WitnessApi(witnessing.desk()).mount(router, budget);
    new SubmitApi(sequencer, registrar, adminToken, promises, clock).mount(router, budget);
    for (int status : STATUSES) {
      router.errorHandler(status, NodeServer::error);
    }
    router.route().failureHandler(NodeServer::error);
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setHandle100ContinueAutomatically(true);
    return vertx
        .createHttpServer(options)
        .requestHandler(
            request -> {
              // Who has a clock says the time (RFC 9110, section 6.6.1): gateways compare theirs.
              request.response().putHeader("Date", HttpDate.of(clock.instant()));
              route(router, request);
            })
        .listen(port, host)
        .map(NodeServer::new);
  }

  /** The router throws on a broken escape in a path, as if that were a fault of ours. */
  private static void route(Router router, HttpServerRequest request) {
    if (!BROKEN_ESCAPE.matcher(String.valueOf(request.path())).find()) {
      router.handle(request);
      return;
    }
    Problem problem = Problem.ofStatus(400);
    HttpServerResponse response = request.response().setStatusCode(problem.status());
    response.putHeader("Content-Type", Problem.CONTENT_TYPE);
    response.end(Buffer.buffer(problem.encoded().unsafeArray()));
  }

  /** A POST route whose body is read up to {@code limit} bytes. */
  static Route post(Router router, String path, int limit, BodyBudget budget) {
    router.post(path).handler(budget.reserve(limit));
    router.post(path).handler(BodyHandler.create(false).setBodyLimit(limit));
    return router.post(path);
  }

  /** The body that {@link BodyHandler} read; empty if there was none, or it was a web form. */
  static Bytes body(RoutingContext call) {
    Buffer body = call.body().buffer();
    return body == null ? Bytes.EMPTY : Bytes.owning(body.getBytes());
  }

  private static void error(RoutingContext call) {
    Throwable cause = call.failure();
    if (cause != null && call.statusCode() >= 500) {
      Answers.failed(call, cause);
    } else {
      Answers.problem(call, Problem.ofStatus(call.statusCode()));
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  public Future<Void> stop() {
    return server.close();
  }
}
