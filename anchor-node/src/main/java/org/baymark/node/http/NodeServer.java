package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.baymark.node.onward.Anchored;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.scitt.ReceiptDesk;
import org.baymark.node.sequence.Ballot;
import org.baymark.node.sequence.Conviction;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.witness.Witnessing;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.voting.Voice;

/** The node's HTTP server for everyone; what only its operator may ask is at another. */
public final class NodeServer {
  /** At one time: one of the largest entries has 16 MiB, one of usual ones 100 kB. */
  private static final int BUNDLES_MAX = 16;

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
   * @param beside puts under a certified head what members co-signed later or in other algorithms
   * @param abstaining that members co-sign no more while heads are certified; never blocks
   * @param anchored the last head that a chain of others holds; never blocks
   */
  public record VotingSetting(
      DevUrn member,
      String origin,
      Supplier<Future<Ballot>> ballot,
      Supplier<List<Conviction>> convictions,
      UnaryOperator<SignedCheckpoint> beside,
      Supplier<Optional<String>> abstaining,
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
      ScittSetting scitt,
      VotingSetting voting,
      PromiseSetting promise,
      Witnessing witnessing,
      InstantSource clock) {
    Router router = Router.router(vertx);
    BodyReader bodies = BodyReader.forHeap(Runtime.getRuntime().maxMemory(), SubmitApi.BATCH_MAX);
    new ScittApi(sequencer, scitt.desk(), scitt.checkpointEvery()).mount(router, bodies);
    new ReadApi(sequencer, voting).mount(router, bodies);
    PromiseDesk promises = new PromiseDesk(sequencer, promise);
    new MembersApi(sequencer, promises).mount(router, bodies);
    new ConflictsApi(sequencer, voting.convictions()).mount(router);
    new StatusApi(sequencer, voting).mount(router);
    UnaryOperator<SignedCheckpoint> lines =
        note -> witnessing.outside().apply(voting.beside().apply(note));
    new TilesApi(sequencer, lines, new AnswerBudget(BUNDLES_MAX)).mount(router);
    new ExplorerPage(sequencer).mount(router);
    new ExplorerApi(sequencer, lines, voting.convictions()).mount(router);
    new WitnessApi(witnessing.desk()).mount(router, bodies);
    new SubmitApi(sequencer, registrar, promises, clock).mount(router, bodies);
    return Listening.on(vertx, new HttpServerOptions(), host, port, router, clock)
        .map(NodeServer::new);
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  public Future<Void> stop() {
    return server.close();
  }
}
