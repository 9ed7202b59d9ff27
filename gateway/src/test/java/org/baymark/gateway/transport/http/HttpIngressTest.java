package org.baymark.gateway.transport.http;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.gateway.transport.Wrong;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements by POST, over a socket. */
class HttpIngressTest {
  private static final String COSE = "application/cose; cose-type=\"cose-sign1\"";
  private static final String MANY = "application/cbor-seq";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private GatewayFixture gateway;
  private HttpServer server;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(Wrong.KNOWN).with(Wrong.REVOKED);
    gateway.revoke(Wrong.REVOKED.name());
    Router router = Router.router(gateway.vertx);
    new HttpIngress(gateway.intake, gateway.counters, Bodies.forHeap(1 << 26)).mount(router);
    server = join(gateway.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    join(server.close());
    gateway.close();
  }

  private HttpResponse<String> post(String type, Bytes body) {
    return post("/statements", type, body);
  }

  private HttpResponse<String> post(String path, String type, Bytes body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    request.POST(BodyPublishers.ofByteArray(body.toArray()));
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private JsonObject json(int status, String type, Bytes body) {
    HttpResponse<String> answer = post(type, body);
    assertEquals(status, answer.statusCode(), answer.body());
    return new JsonObject(answer.body());
  }

  @Test
  void storedIsSaidOfWhatIsOnTheDisk() {
    Bytes said = Wrong.KNOWN.says(1, 0).encoded();
    assertEquals("stored", json(200, COSE, said).getString("outcome"));
    assertEquals("duplicate", json(200, "", said).getString("outcome"));
    assertEquals(1, gateway.stored().size());
  }

  @Test
  void whoAsksGetsTheGatewaysWordForWhatIsStored() {
    Bytes said = Wrong.KNOWN.says(1, 0).encoded();
    for (String outcome : List.of("stored", "duplicate")) {
      JsonObject one = new JsonObject(post("/statements?promise", COSE, said).body());
      assertEquals(outcome, one.getString("outcome"));
      isPromised(Wrong.KNOWN.says(1, 0), one);
    }
    Bytes both = said.concat(Wrong.KNOWN.says(1, 1).encoded());
    JsonObject many = new JsonObject(post("/statements?promise", MANY, both).body());
    isPromised(Wrong.KNOWN.says(1, 0), many.getJsonArray("answers").getJsonObject(0));
    isPromised(Wrong.KNOWN.says(1, 1), many.getJsonArray("answers").getJsonObject(1));
    assertFalse(json(200, COSE, said).containsKey("promise"), "nobody asked");
  }

  private static void isPromised(Sign1 said, JsonObject answer) {
    Bytes promise = Bytes.owning(Base64.getDecoder().decode(answer.getString("promise")));
    SignedPromise word = SignedPromise.parse(promise).toOptional().orElseThrow();
    assertEquals(said.id(), word.promised().id());
    assertTrue(word.isAcknowledged());
  }

  private JsonArray answers(Bytes sequence) {
    return json(200, MANY, sequence).getJsonArray("answers");
  }

  @Test
  void ofASequenceEachMessageHasItsAnswer() {
    Sign1 first = Wrong.KNOWN.says(1, 0);
    Bytes forged =
        Wrong.all().stream()
            .filter(it -> it.what().equals("a forgery"))
            .findFirst()
            .orElseThrow()
            .bytes();
    Bytes all = first.encoded().concat(forged).concat(Wrong.KNOWN.says(1, 1).encoded());
    JsonArray answers = answers(all.concat(first.encoded()));
    assertEquals(4, answers.size());
    assertEquals("stored", answers.getJsonObject(0).getString("outcome"));
    assertEquals("bad-signature", answers.getJsonObject(1).getString("reason"));
    assertEquals("stored", answers.getJsonObject(2).getString("outcome"));
    assertEquals("duplicate", answers.getJsonObject(3).getString("outcome"));
    assertEquals(2, gateway.stored().size());
    assertEquals(new JsonArray(), answers(Bytes.EMPTY));
  }

  /** Nobody can tell where the next one begins. */
  @Test
  void whatComesAfterBrokenBytesIsNotGuessed() {
    Bytes good = Wrong.KNOWN.says(1, 0).encoded();
    Bytes after = Wrong.KNOWN.says(1, 1).encoded();
    JsonArray answers = answers(good.concat(Bytes.ofHex("ff")).concat(after));
    assertEquals(2, answers.size());
    assertEquals("not-cbor", answers.getJsonObject(1).getString("reason"));
    assertEquals(1, gateway.stored().size());
  }

  @Test
  void whatIsNoMessageIsTurnedAwayWithASentence() {
    Bytes said = Wrong.KNOWN.says(1, 0).encoded();
    for (Map.Entry<String, Bytes> other :
        Map.of("application/json", said, "application/cbor", said, "text/plain", Bytes.EMPTY)
            .entrySet()) {
      JsonObject answer = json(415, other.getKey(), other.getValue());
      assertTrue(answer.getString("error").contains("application/cbor-seq"), answer.encode());
    }
    json(413, COSE, Bytes.owning(new byte[HttpIngress.BODY_MAX + 1]));
    json(413, MANY, Bytes.owning(new byte[HttpIngress.MESSAGES_MAX + 1]));
    assertEquals(0, gateway.stored().size());
  }
}
