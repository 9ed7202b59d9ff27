package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.exit.Failure;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the node answers to calls that make no sense: a problem by name, and never a stack trace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NonsenseTest {
  private RunningNode running;
  private NodeClient node;

  @SuppressWarnings("NullAway.Init")
  NonsenseTest() {}

  @BeforeAll
  void start(@TempDir Path folder) throws Failure {
    running = new RunningNode(folder, Duration.ofHours(1));
    node = running.client();
  }

  @AfterAll
  void stop() {
    running.close();
  }

  private static void problem(int status, String title, Answer answer) {
    assertEquals(status, answer.status(), answer.body().utf8());
    assertEquals("application/concise-problem-details+cbor", answer.contentType());
    assertEquals(title, answer.title(), answer.detail());
    assertTrue(!answer.detail().contains("Exception"), answer.detail());
  }

  @ParameterizedTest
  @CsvSource({
    "404, not-found, /nowhere",
    "404, not-found, /nothing",
    "405, method-not-allowed, /entries",
    "404, not-found, /entries/2",
    "404, not-found, /entries/9007199254740991",
    "400, malformed, /entries/-1",
    "400, malformed, /entries/x",
    "400, malformed, /entries/01",
    "400, malformed, /entries/99999999999999999999",
    "400, malformed, /consistency",
    "400, malformed, /consistency?from=1",
    "400, malformed, /consistency?from=a&to=2",
    "400, malformed, /consistency?from=2&to=1",
    "400, malformed, /consistency?from=-1&to=1",
    "404, not-found, /consistency?from=1&to=3",
    "400, malformed, /entries/000000000000000000000000000000000000000000000000000000000000000",
    "404, not-found, /entries/0000000000000000000000000000000000000000000000000000000000000000",
    "400, malformed, /entries/000000000000000000000000000000000000000000000000000000000000000A",
    "400, malformed, /consistency/receipt",
    "400, malformed, /consistency/receipt?from=x",
    "404, not-found, /consistency/receipt?from=0",
    "404, not-found, /consistency/receipt?from=2",
    "404, not-found, /consistency/receipt?from=9007199254740991",
    "404, not-found, /.well-known/scitt-keys/x",
    "404, not-found, /.well-known/scitt-keys/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "404, not-found, /.well-known/scitt-configuration",
    "405, method-not-allowed, /batches",
    "405, method-not-allowed, /evidence",
    "404, not-found, /gateways",
    "404, not-found, /stop",
  })
  void getsAreAnsweredByName(int status, String title, String path) {
    problem(status, title, node.get(path));
  }

  @ParameterizedTest
  @CsvSource({
    "/batches, 400, not-cbor, ''",
    "/batches, 400, not-cbor, ff",
    "/batches, 400, trailing-bytes, 8000",
    "/batches, 400, wrong-shape, 80",
    "/batches, 400, not-cbor, 824080",
    "/batches, 400, not-deterministic, 82409800",
    "/requests, 400, not-cbor, ''",
    "/requests, 400, not-deterministic, 9f",
    "/requests, 400, wrong-shape, f6",
    "/entries, 400, not-cbor, ''",
    "/entries, 400, wrong-shape, 80",
    "/entries, 400, not-cbor, d284",
    "/evidence, 400, not-cbor, ''",
    "/evidence, 400, wrong-shape, 80",
    "/gateways, 404, not-found, 80",
    "/stop, 404, not-found, ''",
  })
  void postsAreAnsweredByName(String path, int status, String title, String hex) {
    problem(status, title, node.post(path, Bytes.ofHex(hex)));
  }

  @Test
  void randomBodiesAreRefused() {
    Random random = new Random(7);
    for (String path : List.of("/batches", "/requests", "/evidence", "/entries")) {
      for (int i = 0; i < 100; i++) {
        byte[] body = new byte[random.nextInt(300)];
        random.nextBytes(body);
        assertEquals(400, node.post(path, Bytes.owning(body)).status(), "seed 7, " + path);
      }
    }
  }

  @Test
  void tooLargeBodiesAreRefusedByEachCallsOwnLimit() {
    problem(413, "too-large", node.post("/requests", Bytes.owning(new byte[65_536])));
    problem(413, "too-large", node.post("/batches", Bytes.owning(new byte[(8 << 20) + 1])));
    assertEquals(400, node.post("/batches", Bytes.owning(new byte[8 << 20])).status());
  }

  @Test
  void aBodyWithoutALengthIsMeasuredAllTheSame() {
    byte[] body = new byte[65_536];
    problem(
        413,
        "too-large",
        node.send(
            HttpRequest.newBuilder(node.uri("/requests"))
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))));
  }

  @Test
  void webFormsAreNoCbor() {
    for (String type :
        List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=b")) {
      Answer answer =
          node.send(
              HttpRequest.newBuilder(node.uri("/requests"))
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString("a=b&c=d")));
      assertEquals(400, answer.status());
    }
  }

  @Test
  void theAdminTokenIsNeededWhateverIsAsked() {
    NodeClient operator = running.operator();
    TestGateway gateway = TestGateway.of("gateway");
    Bytes card =
        new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
            .sign(gateway.key(), gateway.name(), 1)
            .encoded();
    for (String shown :
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Bearer wrong",
            "Basic " + RunningNode.TOKEN,
            "Bearer " + RunningNode.TOKEN + "0",
            RunningNode.TOKEN)) {
      problem(401, "unauthorized", operator.post("/gateways", shown, card));
      problem(401, "unauthorized", operator.post("/nowhere", shown, card));
    }
    problem(401, "unauthorized", operator.get("/status"));
    String right = "Bearer " + RunningNode.TOKEN;
    problem(404, "not-found", operator.post("/batches", right, card));
    problem(400, "wrong-shape", operator.post("/gateways", right, Bytes.ofHex("80")));
    problem(413, "too-large", operator.post("/gateways", right, Bytes.owning(new byte[65_536])));
  }

  @Test
  void rejectionsOfTheLedgerHaveTheirNames() {
    TestGateway stranger = TestGateway.of("stranger");
    var batch = stranger.seal(TestGateway.about("pallet", 1));
    problem(
        409,
        "unknown-gateway",
        node.post("/batches", TestGateway.body(batch.header(), batch.subjects())));
    Bytes request =
        new Request.Register(Alliance.registration(Alliance.SENSOR, Kind.SCAN))
            .sign(stranger.key(), stranger.name(), 1)
            .encoded();
    problem(409, "unknown-gateway", node.post("/requests", request));
  }

  @Test
  void aSubjectEntryThatDoesNotParseIsNamedByItsPlace() {
    var batch = TestGateway.of("g").seal(TestGateway.about("pallet", 1));
    Bytes body =
        new CborWriter()
            .array(2)
            .bytes(batch.header().encoded())
            .array(2)
            .bytes(batch.subjects().get(0).encode())
            .bytes(Bytes.ofHex("80"))
            .toBytes();
    Answer answer = node.post("/batches", body);
    problem(400, "wrong-shape", answer);
    assertTrue(answer.detail().contains("subject entry 1"), answer.detail());
  }

  @Test
  void evidenceOfAnUnknownKeyIsSaidSo() {
    EvidenceRequest request =
        new EvidenceRequest(
            List.of(
                new EvidenceRequest.Asked(
                    TestGateway.about("nothing", 1).subjectKey(), java.util.Optional.empty())),
            List.of(Digest.sha256()));
    problem(404, "unknown-key", node.post("/evidence", request.encoded()));
  }

  @Test
  void whatIsNoHttpIsTurnedAway() throws IOException {
    for (String noise :
        List.of(
            "\0\1\2\3\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET\r\n\r\n",
            "GET /" + "a".repeat(10_000) + " HTTP/1.1\r\n\r\n")) {
      try (Socket socket = new Socket("127.0.0.1", node.uri("/").getPort())) {
        socket.getOutputStream().write(noise.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.0 4"), answer);
      }
    }
    assertEquals(200, node.get("/healthz").status());
  }
}
