package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.ReceiptIssuer;
import org.baymark.protocol.receipt.ReceiptKeys;
import org.baymark.protocol.receipt.TransparentStatement;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** draft-ietf-scitt-scrapi, call by call, and that what it hands out holds. */
class ScittTest {
  private static final ReceiptIssuer ISSUER =
      new ReceiptIssuer(Alliance.ORIGIN, Alliance.MEMBER, Alliance.KEYS.receipts().verifyingKey());
  private static final Sign1 STATEMENT = Alliance.registered(Alliance.SENSOR, Kind.TELEMETRY);

  @TempDir Path folder;

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> post(NodeClient node, Sign1 statement)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(node.uri("/entries"))
            .header("Content-Type", "application/cose")
            .POST(BodyPublishers.ofByteArray(statement.encoded().toArray())));
  }

  private static HttpResponse<byte[]> get(NodeClient node, String path)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(node.uri(path)));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static <T> T ok(Parsed<T> parsed) {
    return parsed.match(
        value -> value,
        refused -> {
          throw new AssertionError(refused.text());
        });
  }

  private static TreeHead checkpoint(NodeClient node) {
    Checkpoint now = ok(SignedCheckpoint.parse(node.get("/checkpoint").body())).checkpoint();
    return new TreeHead(now.size(), now.root());
  }

  @Test
  void aStatementWaitsForACheckpointAndThenHasAReceipt() throws Exception {
    String location;
    TreeHead first;
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      first = checkpoint(node);
      HttpResponse<byte[]> submitted = post(node, STATEMENT);
      location = header(submitted, "Location");
      assertEquals(303, submitted.statusCode());
      assertEquals("/entries/" + STATEMENT.id().hex(), location);
      assertEquals("3600", header(submitted, "Retry-After"));
      for (String path : List.of(location, location + "/statement")) {
        HttpResponse<byte[]> waiting = get(node, path);
        assertEquals(202, waiting.statusCode());
        assertEquals(location, header(waiting, "Location"));
        assertEquals("3600", header(waiting, "Retry-After"));
        assertEquals("no-store", header(waiting, "Cache-Control"));
        assertEquals(0, waiting.body().length);
      }
      assertEquals(303, post(node, STATEMENT).statusCode(), "again, and it waits still");
    }
    try (RunningNode running = new RunningNode(folder, Duration.ofMillis(100))) {
      NodeClient node = running.client();
      HttpResponse<byte[]> found = get(node, location);
      while (found.statusCode() == 202) {
        found = get(node, location);
      }
      assertEquals(200, found.statusCode());
      assertEquals("application/cose", header(found, "Content-Type"));
      TreeHead now = checkpoint(node);
      Receipt receipt = ok(Receipt.parse(Bytes.owning(found.body())));
      assertEquals(now, ok(receipt.includes(STATEMENT.encoded(), ISSUER)));
      HttpResponse<byte[]> again = post(node, STATEMENT);
      assertEquals(201, again.statusCode());
      assertEquals(location, header(again, "Location"));
      assertEquals(Bytes.owning(found.body()), Bytes.owning(again.body()));

      Bytes transparent = node.get(location + "/statement").body();
      TransparentStatement statement = ok(TransparentStatement.parse(transparent));
      assertEquals(TransparentStatement.of(STATEMENT, List.of(receipt)), statement);

      Bytes growth = node.get("/consistency/receipt?from=" + first.size()).body();
      assertEquals(now, ok(ok(Receipt.parse(growth)).extend(first, ISSUER)));
    }
  }

  @Test
  void anEntryThatCameInOtherWordsIsTheOneThatIsThere() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      assertEquals(303, post(node, STATEMENT).statusCode());
      Sign1 later =
          Alliance.registration(Alliance.SENSOR, Kind.TELEMETRY)
              .sign(Alliance.KEYS.registrar(), Alliance.MEMBER, 9_999);
      assertNotEquals(STATEMENT.id(), later.id());
      String location = header(post(node, later), "Location");
      assertEquals("/entries/" + STATEMENT.id().hex(), location);
      assertEquals(404, get(node, "/entries/" + later.id().hex()).statusCode());
    }
  }

  @Test
  void theGenesisHasAReceiptToo() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      Sign1 genesis = ok(Sign1.parse(node.get("/entries/0").body(), 65_535));
      Answer answer = node.get("/entries/" + genesis.id().hex());
      Receipt receipt = ok(Receipt.parse(answer.body()));
      assertEquals(checkpoint(node), ok(receipt.includes(genesis.encoded(), ISSUER)));
    }
  }

  @Test
  void whatTheLogDoesNotTakeIsRefusedByName() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      Sign1 foreign =
          Alliance.registration(Alliance.SENSOR, Kind.TELEMETRY)
              .sign(Alliance.key("stranger"), Alliance.MEMBER, 1_001);
      refused(409, "bad-signature", node, foreign);
      Sign1 stranger =
          Alliance.registration(Alliance.SENSOR, Kind.TELEMETRY)
              .sign(Alliance.KEYS.registrar(), Alliance.SENSOR, 1_001);
      refused(409, "not-a-member", node, stranger);
      refused(409, "unknown-key", node, Alliance.revoked(Alliance.SENSOR, OptionalLong.empty()));
      TestGateway gateway = TestGateway.of("gateway");
      refused(400, "unknown-content-type", node, gateway.seal(TestGateway.about("x", 1)).header());
      Sign1 request =
          new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
              .sign(gateway.key(), gateway.name(), 1);
      refused(400, "unknown-content-type", node, request);
      Sign1 malformed =
          Alliance.sign1(
              Alliance.KEYS.registrar(),
              ContentType.REGISTRATION,
              Alliance.MEMBER,
              Alliance.SENSOR,
              true,
              Bytes.ofHex("a0"));
      refused(400, "malformed", node, malformed);
      SigningKey published = Alliance.published("scanner");
      Registration known = Alliance.registration(Alliance.SENSOR, published, Kind.TELEMETRY);
      refused(409, "test-key", node, Alliance.signed(known));
    }
  }

  private static void refused(int status, String title, NodeClient node, Sign1 statement) {
    Answer answer = node.post("/entries", statement.encoded());
    assertEquals(status, answer.status(), answer.toString());
    assertEquals("application/concise-problem-details+cbor", answer.contentType());
    assertEquals(title, answer.title(), answer.detail());
  }

  @Test
  void keysAreFoundAllAndOne() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      ReceiptKeys keys = new ReceiptKeys(List.of(ISSUER));
      Answer all = node.get("/.well-known/scitt-keys");
      assertEquals("application/cbor", all.contentType());
      assertEquals(keys.encoded(), all.body());
      String kid =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(ISSUER.key().thumbprint().bytes().toArray());
      HttpResponse<byte[]> one = get(node, "/.well-known/scitt-keys/" + kid);
      assertEquals("max-age=3600", header(one, "Cache-Control"));
      assertEquals(keys.key(ISSUER.key().thumbprint()).orElseThrow(), Bytes.owning(one.body()));
      assertTrue(all.body().hex().endsWith(Bytes.owning(one.body()).hex()));
    }
  }
}
