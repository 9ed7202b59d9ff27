package org.baymark.gateway.web;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.TestNode.Reply;
import org.baymark.gateway.admission.Arrival;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.passport.Passport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP interface, asked over a socket. */
class WebServerTest {
  private static final String TOKEN = WebFixture.TOKEN;
  private static final String METRICS_TOKEN = WebFixture.METRICS_TOKEN;
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.ES256);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private WebFixture fixture;
  private TestNode node;
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    fixture = new WebFixture(folder);
    gateway = fixture.gateway;
    node = fixture.node;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private HttpResponse<byte[]> call(String token, String path, Optional<String> body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.url(path)));
    request.header("Authorization", token);
    body.ifPresent(text -> request.POST(BodyPublishers.ofString(text)));
    try {
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      String method = body.isPresent() ? "POST" : "GET";
      String bare = path.split("\\?", 2)[0];
      if (OpenApi.DOCUMENT.has(method, bare)) {
        String text = Bytes.owning(answer.body()).utf8();
        OpenApi.DOCUMENT.check(method, bare, answer.statusCode(), type(answer), text);
      }
      return answer;
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private JsonObject json(int status, HttpResponse<byte[]> answer) {
    String text = Bytes.owning(answer.body()).utf8();
    assertEquals(status, answer.statusCode(), text);
    return new JsonObject(text);
  }

  private JsonObject get(int status, String path) {
    return json(status, call("Bearer " + TOKEN, path, Optional.empty()));
  }

  private JsonObject post(int status, String path, String body) {
    return json(status, call("Bearer " + TOKEN, path, Optional.of(body)));
  }

  private static JsonObject wish(TestDevice device) {
    return new JsonObject()
        .put("name", device.name().text())
        .put("key", device.key().verifyingKey().encoded().hex())
        .put("kinds", new JsonArray(List.of("telemetry", "scan")));
  }

  @Test
  void everyCallButHealthzNeedsTheToken() {
    for (String token :
        List.of("", "Bearer", "Bearer ", "Bearer x", "Basic " + TOKEN, "Bearer " + TOKEN + "0")) {
      for (String path : List.of("/about", "/stats", "/devices", "/passports", "/nothing")) {
        assertTrue(
            json(401, call(token, path, Optional.empty())).getString("error").contains("token"));
      }
    }
    assertEquals("ok", json(200, call("", "/healthz", Optional.empty())).getString("status"));
    assertEquals("ready", json(200, call("", "/readyz", Optional.empty())).getString("status"));
  }

  @Test
  void aTokenForTheFiguresOpensNothingElse() {
    String metrics = "Bearer " + METRICS_TOKEN;
    assertEquals(200, call(metrics, "/metrics", Optional.empty()).statusCode());
    assertEquals(200, call("Bearer " + TOKEN, "/metrics", Optional.empty()).statusCode());
    for (String token : List.of("", "Bearer ", "Bearer " + METRICS_TOKEN + "0")) {
      json(401, call(token, "/metrics", Optional.empty()));
    }
    for (String path : List.of("/stats", "/status", "/devices", "/compact")) {
      json(401, call(metrics, path, Optional.empty()));
    }
  }

  @Test
  void whatKeepsAnchoringBackIsNoReasonToTakeNothing() {
    assertTrue(get(200, "/status").getBoolean("well"));
    fixture.failing = Optional.of("the alliance refuses batch 3");
    JsonObject status = get(200, "/status");
    assertEquals(false, status.getBoolean("well"));
    assertTrue(status.encode().contains("the alliance refuses batch 3"), status::encode);
    json(200, call("", "/readyz", Optional.empty()));
    json(200, call("", "/healthz", Optional.empty()));
  }

  @Test
  void aDeviceIsAddedOnceAndShown() {
    JsonObject added = post(201, "/devices", wish(ONE).encode());
    assertEquals(ONE.key().verifyingKey().thumbprint().hex(), added.getString("thumbprint"));
    assertEquals(added, post(200, "/devices", wish(ONE).encode()));
    String otherKey = TWO.key().verifyingKey().encoded().hex();
    post(409, "/devices", wish(ONE).put("key", otherKey).encode());
    post(409, "/devices", wish(ONE).put("name", TWO.name().text()).encode());
    JsonObject shown = get(200, "/devices").getJsonArray("devices").getJsonObject(0);
    assertEquals("us", shown.getString("owner"));
    assertEquals("active", shown.getString("status"));
    assertEquals(new JsonArray(List.of("scan", "telemetry")), shown.getJsonArray("kinds"));
    assertTrue(shown.containsKey("registered") && shown.getValue("registered") == null);
  }

  @Test
  void badWishesAreRefusedWithASentence() {
    for (String body :
        List.of(
            "",
            "[]",
            "{",
            "{}",
            wish(ONE).put("name", "urn:dev:nonsense").encode(),
            wish(ONE).put("name", 7).encode(),
            wish(ONE).put("key", "zz").encode(),
            wish(ONE).put("key", "a0").encode(),
            wish(ONE).put("key", ONE.key().encodedSecret().hex()).encode(),
            wish(ONE).put("kinds", "telemetry").encode(),
            wish(ONE).put("kinds", new JsonArray()).encode(),
            wish(ONE).put("kinds", new JsonArray(List.of("batch"))).encode(),
            wish(ONE).put("kinds", new JsonArray(List.of("gossip"))).encode(),
            wish(ONE).put("kinds", new JsonArray(List.of(1))).encode(),
            wish(ONE).put("owner", "").encode(),
            wish(ONE).put("owner", "x".repeat(65)).encode(),
            wish(ONE).put("colour", "red").encode())) {
      assertTrue(post(400, "/devices", body).getString("error").length() > 10, body);
    }
    assertEquals(0, get(200, "/devices").getJsonArray("devices").size());
    post(413, "/devices", " ".repeat((1 << 20) + 1));
    get(404, "/nothing");
    json(405, call("Bearer " + TOKEN, "/stats", Optional.of("")));
  }

  /** A client that does not mind what an address may hold. */
  private String raw(String address) throws java.io.IOException {
    URI door = URI.create(fixture.url("/"));
    try (Socket socket = new Socket(door.getHost(), door.getPort())) {
      String call =
          "GET %s HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
              .formatted(address, TOKEN);
      socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aBrokenEscapeIsTheCallersFault() throws java.io.IOException {
    for (String address :
        List.of("/passports?sub=%zz", "/healthz/%zz", "/%", "/quarantine?from=%1", "/about?%")) {
      String answer = raw(address);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("{\"error\":\"the address holds a %"), answer);
    }
    assertTrue(raw("/stats?x=%7e").startsWith("HTTP/1.1 200 "));
  }

  @Test
  void aRevokedDeviceIsShownSoAndAnUnknownOneIsNotFound() {
    post(201, "/devices", wish(ONE).encode());
    String name = new JsonObject().put("name", ONE.name().text()).encode();
    JsonObject first = post(200, "/devices/revoke", name);
    assertEquals("revoked", first.getString("status"));
    assertTrue(first.containsKey("revoked") && first.getValue("revoked") == null);
    assertEquals(first, post(200, "/devices/revoke", name));
    gateway.anchor();
    node.await("/requests", 200);
    node.await("/requests", 200);
    OutgoingFixture.until(
        () -> post(200, "/devices/revoke", name).getValue("revoked") instanceof Integer);
    post(409, "/devices", wish(ONE).encode());
    post(404, "/devices/revoke", new JsonObject().put("name", TWO.name().text()).encode());
    post(
        400,
        "/devices/revoke",
        new JsonObject().put("name", ONE.name().text()).put("reason", "x".repeat(129)).encode());
  }

  @Test
  void aDeviceThatTheAllianceRefusesIsShownSo() {
    node.lie("/requests", Reply.problem(409, "key-taken"));
    post(201, "/devices", wish(ONE).encode());
    gateway.anchor();
    OutgoingFixture.until(
        () ->
            get(200, "/devices")
                .getJsonArray("devices")
                .getJsonObject(0)
                .getString("status")
                .equals("refused"));
    JsonObject shown = get(200, "/devices").getJsonArray("devices").getJsonObject(0);
    assertEquals("key-taken: the test says so", shown.getString("reason"));
  }

  @Test
  void statsAndSearchesFollowAStatementToItsAnchor() {
    post(201, "/devices", wish(ONE).encode());
    gateway.take(ONE.says(1, 0), ONE.says(1, 1));
    join(
        gateway.intake.take(
            new Arrival(Bytes.ofUtf8("nonsense"), "coap", "sender", Optional.empty())));
    gateway.counters.turnedAway("coap-not-found");
    Digest stranger = Digest.sha256(Bytes.EMPTY);
    JsonObject search =
        new JsonObject()
            .put("ids", new JsonArray(List.of(ONE.says(1, 0).id().hex(), stranger.hex())));
    JsonObject before = post(200, "/statements/find", search.encode());
    assertEquals(new JsonArray(List.of(stranger.hex())), before.getJsonArray("missing"));
    assertEquals(
        new JsonArray(List.of(ONE.says(1, 0).id().hex())), before.getJsonArray("unanchored"));
    JsonObject early = get(200, "/stats");
    assertEquals(3, early.getLong("received"));
    assertEquals(2, early.getLong("accepted"));
    assertEquals(2, early.getLong("unbatched"));
    assertEquals(1, early.getJsonObject("refused").getLong("not-cbor"));
    assertEquals(new JsonObject().put("coap-not-found", 1), early.getJsonObject("turnedAway"));
    assertTrue(early.containsKey("checkpoint") && early.getValue("checkpoint") == null);
    gateway.anchor();
    gateway.sealAndAnchor();
    assertEquals(
        new JsonArray(), post(200, "/statements/find", search.encode()).getJsonArray("unanchored"));
    JsonObject late = get(200, "/stats");
    assertEquals(0, late.getLong("unbatched"));
    assertEquals(2, late.getLong("anchoredStatements"));
    assertEquals(late.getLong("batches"), late.getLong("anchoredBatches"));
    assertEquals(64, late.getJsonObject("checkpoint").getString("root").length());
    assertTrue(late.getLong("databaseBytes") > 0);
    JsonObject device = get(200, "/devices").getJsonArray("devices").getJsonObject(0);
    assertEquals(2, device.getLong("accepted"));
    assertEquals(0, device.getJsonObject("records").getLong("covered"));
    assertEquals(2, device.getLong("anchored"));
    post(400, "/statements/find", "{\"ids\":[\"zz\"]}");
  }

  @Test
  void refusedMessagesAreShownWithTheirBytes() {
    for (String nonsense : List.of("first", "second")) {
      Bytes bytes = Bytes.ofUtf8(nonsense);
      join(gateway.intake.take(new Arrival(bytes, "mqtt", "sender", Optional.empty())));
    }
    JsonArray refused = get(200, "/quarantine?limit=1").getJsonArray("refused");
    assertEquals(1, refused.size());
    assertEquals(Bytes.ofUtf8("second").hex(), refused.getJsonObject(0).getString("bytes"));
    assertEquals("mqtt", refused.getJsonObject(0).getString("transport"));
    get(400, "/quarantine?limit=all");
  }

  @Test
  void aPassportAndItsKeyAreHandedOut() {
    gateway.with(ONE);
    Subject about = Subject.of(ONE.name());
    String path = "/passports?sub=" + about.text();
    get(400, "/passports");
    get(404, path);
    gateway.take(ONE.says(1, 0));
    get(409, path);
    gateway.anchor();
    gateway.sealAndAnchor();
    HttpResponse<byte[]> answer = call("Bearer " + TOKEN, path, Optional.empty());
    assertEquals("application/vnd.baymark.passport", type(answer));
    Passport passport = Passport.parse(Bytes.owning(answer.body())).toOptional().orElseThrow();
    assertEquals(about, passport.about());
    HttpResponse<byte[]> key =
        call("Bearer " + TOKEN, "/shipment-keys?sub=" + about.text(), Optional.empty());
    assertEquals(
        join(gateway.passports.keyOf(about, OptionalLong.empty())).orElseThrow().toText(),
        Bytes.owning(key.body()).utf8());
    node.goAway();
    get(503, path);
    node.comeBack();
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElse("none");
  }
}
