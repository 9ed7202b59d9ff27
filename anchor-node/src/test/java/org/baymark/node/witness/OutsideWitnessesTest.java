package org.baymark.node.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.baymark.node.witness.OutsideWitness.Outcome;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Witnesses that answer, are behind, are down, lie, or never stop talking. */
@Timeout(60)
class OutsideWitnessesTest {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final NoteSigner GOOD = OtherLog.signer("good.example/w", NoteKey.COSIGNER);
  private static final NoteSigner BAD = OtherLog.signer("bad.example/w", NoteKey.COSIGNER);

  private final OtherLog log = new OtherLog("ours.example/log").grow(30, "entry ");
  private volatile long published = 7;

  @TempDir Path folder;
  private HttpServer server;
  private ExecutorService threads;

  @SuppressWarnings("NullAway.Init")
  OutsideWitnessesTest() {}

  private final PublishedLog source =
      new PublishedLog() {
        @Override
        public Optional<SignedCheckpoint> published() {
          return Optional.of(log.note(published));
        }

        @Override
        public Future<Optional<ConsistencyProof>> consistency(long from, long to) {
          return Future.succeededFuture(Optional.of(log.proof(from, to)));
        }
      };

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private Policy.Witness witness(String path, NoteSigner key) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    return new Policy.Witness(path, key.key(), Optional.of(url));
  }

  /** Serves {@code path}; the answer is a status and a body. */
  private void serve(String path, Function<String, WitnessDesk.Answer> answer) {
    server.createContext(
        "/" + path + "/add-checkpoint",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          send(exchange, answer.apply(body));
        });
  }

  private static void send(HttpExchange exchange, WitnessDesk.Answer answer) throws IOException {
    byte[] octets = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", answer.contentType());
    exchange.sendResponseHeaders(answer.status(), octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }

  /** One that keeps the rules: our own, over HTTP. */
  private WitnessDesk honest() {
    Witness rules = new Witness(List.of(log.listed()), GOOD);
    WitnessDesk desk = new WitnessDesk(rules, new WitnessMemory(folder), () -> Instant.EPOCH);
    serve(
        "good",
        body ->
            desk.addCheckpoint(OtherLog.parse(body))
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    return desk;
  }

  private static void awaitLines(OutsideWitnesses outside, SignedCheckpoint note, int lines)
      throws InterruptedException {
    while (outside.apply(note).signatures().size() != lines) {
      Thread.sleep(10);
    }
  }

  @Test
  void aWitnessOutsideCosignsOneCheckpointAfterTheOther() throws Exception {
    try (WitnessDesk desk = honest();
        OutsideWitnesses outside =
            new OutsideWitnesses(List.of(witness("good", GOOD)), source, LOOK)) {
      assertEquals(log.note(7), outside.apply(log.note(7)), "nobody was asked yet");
      outside.start();
      awaitLines(outside, log.note(7), 2);
      SignedCheckpoint dressed = outside.apply(log.note(7));
      assertTrue(GOOD.key().verifies(dressed.checkpoint(), dressed.signatures().get(1)));
      published = 8;
      awaitLines(outside, log.note(8), 2);
      assertEquals(log.note(7), outside.apply(log.note(7)), "a line is of one checkpoint only");
      published = 30;
      awaitLines(outside, log.note(30), 2);
      assertTrue(desk.addCheckpoint(log.request(0, 1)).toCompletionStage() != null);
    }
  }

  @Test
  void aWitnessThatKnowsTheLogAlreadyIsAskedFromThere() throws Exception {
    try (WitnessDesk desk = honest()) {
      desk.addCheckpoint(log.request(0, 5)).toCompletionStage().toCompletableFuture().join();
      try (OutsideWitnesses outside =
          new OutsideWitnesses(List.of(witness("good", GOOD)), source, LOOK)) {
        outside.start();
        awaitLines(outside, log.note(7), 2);
      }
    }
  }

  @Test
  void whoIsDownOrLiesOrTalksWithoutEndKeepsNobodyWaiting() throws Exception {
    CountDownLatch lied = new CountDownLatch(3);
    serve(
        "liar",
        body -> {
          lied.countDown();
          String line = GOOD.cosign(log.checkpoint(6), 1).line(); // of another checkpoint
          return new WitnessDesk.Answer(200, "text/plain", line);
        });
    serve(
        "mad",
        body -> {
          lied.countDown();
          return new WitnessDesk.Answer(409, "text/x.tlog.size", "x".repeat(20) + "\n");
        });
    server.createContext(
        "/endless/add-checkpoint",
        exchange -> {
          lied.countDown();
          exchange.sendResponseHeaders(200, 0);
          try {
            while (true) {
              exchange.getResponseBody().write(new byte[4_096]);
            }
          } catch (IOException e) {
            exchange.close(); // it was given up
          }
        });
    Policy.Witness down = new Policy.Witness("down", BAD.key(), Optional.of("http://127.0.0.1:1"));
    NoteSigner third = OtherLog.signer("mad.example/w", NoteKey.COSIGNER);
    NoteSigner fourth = OtherLog.signer("endless.example/w", NoteKey.COSIGNER);
    NoteSigner liar = OtherLog.signer("liar.example/w", NoteKey.COSIGNER);
    try (WitnessDesk desk = honest();
        OutsideWitnesses outside =
            new OutsideWitnesses(
                List.of(
                    down,
                    witness("liar", liar),
                    witness("mad", third),
                    witness("endless", fourth),
                    witness("good", GOOD)),
                source,
                LOOK)) {
      outside.start();
      awaitLines(outside, log.note(7), 2);
      lied.await();
      SignedCheckpoint dressed = outside.apply(log.note(7));
      assertEquals(2, dressed.signatures().size());
      assertTrue(GOOD.key().isNamedBy(dressed.signatures().get(1)));
      assertTrue(desk.addCheckpoint(log.request(7, 7)).toCompletionStage() != null);
    }
  }

  @Test
  void whoFailsIsAskedLessAndLess() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    serve(
        "bad",
        body -> {
          asked.incrementAndGet();
          return new WitnessDesk.Answer(500, "text/plain", "");
        });
    try (OutsideWitnesses outside =
        new OutsideWitnesses(List.of(witness("bad", BAD)), source, LOOK)) {
      outside.start();
      Thread.sleep(2_500);
      assertTrue(asked.get() >= 1 && asked.get() <= 3, asked + " questions in 2.5 s");
    }
  }

  @Test
  void theWaitDoublesUpToItsEnd() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
    assertEquals(Duration.ofSeconds(1), backoff.after(1));
    assertEquals(Duration.ofSeconds(2), backoff.after(2));
    assertEquals(Duration.ofSeconds(256), backoff.after(9));
    assertEquals(Duration.ofMinutes(5), backoff.after(10));
    assertEquals(Duration.ofMinutes(5), backoff.after(Integer.MAX_VALUE));
  }

  private Outcome answered(OutsideWitness witness, long asked, int status, String body) {
    return witness.answered(log.note(7), asked, status, Bytes.ofUtf8(body));
  }

  @Test
  void whatAWitnessSaysIsJudged() {
    OutsideWitness witness = new OutsideWitness(GOOD.key());
    assertEquals(0, witness.oldSize(7));
    assertInstanceOf(Outcome.Again.class, answered(witness, 0, 409, "5\n"));
    assertEquals(5, witness.oldSize(7));
    assertInstanceOf(Outcome.Failed.class, answered(witness, 5, 409, "5\n"), "a fork");
    assertInstanceOf(Outcome.Failed.class, answered(witness, 5, 409, "8\n"), "a longer log");
    for (String wrong : List.of("", "\n", "5", "05\n", "-1\n", "5\n\n", "99999999999999999\n")) {
      assertInstanceOf(Outcome.Failed.class, answered(witness, 0, 409, wrong), wrong);
    }
    String line = GOOD.cosign(log.checkpoint(7), 9).line();
    String other = BAD.cosign(log.checkpoint(7), 9).line();
    for (String wrong : List.of("", "\n", other, line.strip(), line + line, "x" + line)) {
      assertInstanceOf(Outcome.Failed.class, answered(witness, 0, 200, wrong), wrong);
    }
    assertInstanceOf(Outcome.Failed.class, answered(witness, 0, 302, line));
    assertInstanceOf(Outcome.Cosigned.class, answered(witness, 0, 200, other + line));
    assertEquals(7, witness.oldSize(7));
    assertEquals(3, witness.oldSize(3), "never above the size that is asked for");
  }
}
