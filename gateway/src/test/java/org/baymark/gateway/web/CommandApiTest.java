package org.baymark.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands over HTTP; every answer is held against openapi.yaml. */
class CommandApiTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.ES256);
  private static final TestDevice TWO = TestDevice.named("two", Suite.EDDSA);

  @TempDir Path folder;
  private WebFixture fixture;
  private Visitor visitor;

  @BeforeEach
  void start() {
    fixture = new WebFixture(folder);
    visitor = new Visitor(fixture.url(""));
    for (TestDevice device : List.of(ONE, TWO)) {
      JsonObject wish =
          new JsonObject()
              .put("name", device.name().text())
              .put("key", device.key().verifyingKey().encoded().hex())
              .put("kinds", new JsonArray(List.of("telemetry")));
      assertEquals(201, call("POST", "/devices", wish.encode()).statusCode());
    }
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private HttpResponse<String> call(String method, String path, String body) {
    return visitor.call(method, path, body, "Authorization", "Bearer " + WebFixture.TOKEN);
  }

  private static JsonObject wish(TestDevice device, String order) {
    return new JsonObject().put("name", device.name().text()).put("order", order);
  }

  private JsonArray listed(String query) {
    HttpResponse<String> answer = call("GET", "/commands" + query, "");
    assertEquals(200, answer.statusCode(), answer.body());
    return new JsonObject(answer.body()).getJsonArray("commands");
  }

  @Test
  void whatIsQueuedIsListedTheNewestFirst() {
    HttpResponse<String> first =
        call("POST", "/commands", wish(ONE, "interval").put("seconds", 600).encode());
    assertEquals(201, first.statusCode(), first.body());
    JsonObject queued = new JsonObject(first.body());
    assertEquals("queued", queued.getString("state"));
    assertEquals(600, queued.getInteger("seconds"));
    assertFalse(queued.containsKey("sent"));
    assertEquals(201, call("POST", "/commands", wish(TWO, "time").encode()).statusCode());
    assertEquals(
        201,
        call("POST", "/commands", wish(ONE, "roll-over").put("expiresSeconds", 60).encode())
            .statusCode());
    assertEquals(3, listed("").size());
    assertEquals(1, listed("?name=" + TWO.name()).size());
    JsonArray ofOne = listed("?name=" + ONE.name());
    assertEquals("roll-over", ofOne.getJsonObject(0).getString("order"));
    assertEquals(queued, ofOne.getJsonObject(1));
    assertEquals(1, listed("?limit=1").size());
    call("POST", "/commands", wish(ONE, "interval").put("seconds", 1).encode());
    assertEquals("superseded", listed("?name=" + ONE.name()).getJsonObject(2).getString("state"));
  }

  @Test
  void whatCannotBeToldIsRefusedWithASentence() {
    List<JsonObject> wrong =
        List.of(
            new JsonObject(),
            wish(ONE, "dance"),
            wish(ONE, "interval"),
            wish(ONE, "interval").put("seconds", 0),
            wish(ONE, "interval").put("seconds", 604_801),
            wish(ONE, "interval").put("seconds", "600"),
            wish(ONE, "time").put("seconds", 600),
            wish(ONE, "time").put("expiresSeconds", 59),
            wish(ONE, "time").put("expiresSeconds", 31_622_401),
            wish(ONE, "time").put("expiresSeconds", Long.MAX_VALUE),
            wish(ONE, "time").put("more", 1),
            wish(ONE, "time").put("name", "somebody"));
    for (JsonObject one : wrong) {
      HttpResponse<String> answer = call("POST", "/commands", one.encode());
      assertEquals(400, answer.statusCode(), one + ": " + answer.body());
    }
    assertEquals(400, call("GET", "/commands?name=somebody", "").statusCode());
    JsonObject nobody = wish(ONE, "time").put("name", "urn:dev:org:32473-nobody");
    assertEquals(404, call("POST", "/commands", nobody.encode()).statusCode());
    call("POST", "/devices/revoke", new JsonObject().put("name", TWO.name().text()).encode());
    HttpResponse<String> revoked = call("POST", "/commands", wish(TWO, "time").encode());
    assertEquals(409, revoked.statusCode());
    assertTrue(revoked.body().contains("REVOKED"), revoked.body());
    assertEquals(0, listed("").size());
  }

  @Test
  void whoShowsNoTokenGetsNothing() {
    assertEquals(401, visitor.call("GET", "/commands", "").statusCode());
    assertEquals(401, visitor.call("POST", "/commands", wish(ONE, "time").encode()).statusCode());
  }

  @Test
  void viewersLookAndTellNothing() {
    visitor.json(200, visitor.login("viewer", WebFixture.VIEWERS));
    visitor.get(200, "/commands");
    visitor.json(403, visitor.change("POST", "/commands", wish(ONE, "time").encode()));
    assertEquals(0, listed("").size());
  }
}
