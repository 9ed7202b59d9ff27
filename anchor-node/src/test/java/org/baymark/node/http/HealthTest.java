package org.baymark.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator's alarm reads of a node. */
class HealthTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** An order of which this is wrong. */
  private record Order(Optional<String> alarm) implements Sequencer {
    @Override
    public Future<Result> submit(Command command) {
      return Future.failedFuture("none");
    }

    @Override
    public <T> Future<T> ask(Function<Archive, T> question) {
      return Future.failedFuture("none");
    }

    @Override
    public LogStatus status() {
      return new LogStatus(0, 0, Optional.empty(), Optional.empty());
    }

    @Override
    public Era era() {
      return Era.FIRST;
    }

    @Override
    public boolean leads() {
      return false;
    }

    @Override
    public boolean isStopped() {
      return false;
    }

    @Override
    public void close() {}
  }

  private Optional<String> alarm(Optional<String> ofTheOrder, Supplier<Optional<String>> abstaining)
      throws Exception {
    Router router = Router.router(vertx);
    NodeServer.VotingSetting voting =
        new NodeServer.VotingSetting(
            new DevUrn("urn:dev:org:32473-m1"),
            "example.com/log",
            () -> Future.failedFuture("none"),
            List::of,
            note -> note,
            abstaining,
            Optional::empty);
    new ReadApi(new Order(ofTheOrder), voting).mount(router, BodyReader.forHeap(1 << 26, 1 << 20));
    HttpServer server =
        await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    URI url = URI.create("http://127.0.0.1:" + server.actualPort() + "/healthz");
    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
            .body();
    return Optional.ofNullable(new JsonObject(body).getString("alarm"));
  }

  @Test
  void allThatIsWrongIsOneAlarm() throws Exception {
    assertEquals(Optional.empty(), alarm(Optional.empty(), Optional::empty));
    assertEquals(Optional.of("order"), alarm(Optional.of("order"), Optional::empty));
    assertEquals(Optional.of("votes"), alarm(Optional.empty(), () -> Optional.of("votes")));
    assertEquals(
        Optional.of("order; votes"), alarm(Optional.of("order"), () -> Optional.of("votes")));
  }
}
