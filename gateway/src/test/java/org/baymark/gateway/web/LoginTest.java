package org.baymark.gateway.web;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.access.LoginAttempts;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in at the page, and what then. */
class LoginTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final String COOKIE = "baymarktest";
  private static final List<String> READABLE =
      List.of(
          "/about",
          "/status",
          "/stats",
          "/devices",
          "/statements",
          "/batches",
          "/quarantine",
          "/compact");

  @TempDir Path folder;
  private WebFixture fixture;
  private Visitor visitor;

  @BeforeEach
  void start() {
    fixture = new WebFixture(folder);
    visitor = new Visitor(fixture.url(""));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static String wish() {
    return new JsonObject()
        .put("name", ONE.name().text())
        .put("key", ONE.key().verifyingKey().encoded().hex())
        .put("kinds", new JsonArray(List.of("telemetry")))
        .encode();
  }

  private void assertRole(String role) {
    assertEquals(role, visitor.json(200, visitor.login(role, password(role))).getString("role"));
  }

  private static String password(String role) {
    return role.equals("viewer") ? WebFixture.VIEWERS : WebFixture.OPERATORS;
  }

  @Test
  void anOperatorLogsInChangesSomethingAndLogsOut() {
    assertNull(visitor.get(200, "/session").getString("role"));
    for (String path : READABLE) {
      visitor.get(401, path);
    }
    assertRole("operator");
    assertEquals("operator", visitor.get(200, "/session").getString("role"));
    for (String path : READABLE) {
      visitor.get(200, path);
    }
    visitor.json(201, visitor.change("POST", "/devices", wish()));
    visitor.json(200, visitor.change("POST", "/devices", wish()));
    String left = visitor.cookies.get(COOKIE);
    visitor.json(200, visitor.change("DELETE", "/session", ""));
    assertNull(visitor.get(200, "/session").getString("role"));
    visitor.cookies.put(COOKIE, left);
    visitor.get(401, "/status");
  }

  @Test
  void cookiesAreForThisServerAndNoScriptReadsThem() {
    assertRole("operator");
    visitor.get(200, "/session");
    for (String name : List.of(COOKIE, COOKIE + "-csrf")) {
      String line = String.valueOf(visitor.cookieLines.get(name));
      assertTrue(line.toLowerCase(Locale.ROOT).contains("httponly"), line);
      assertTrue(line.contains("SameSite=Strict"), line);
      assertTrue(line.contains("Path=/"), line);
      assertFalse(line.contains("Domain") || line.contains("Secure"), line);
    }
  }

  @Test
  void aForgedCallChangesNothing() {
    assertRole("operator");
    String token = visitor.get(200, "/session").getString("csrf");
    visitor.json(403, visitor.call("POST", "/devices", wish()));
    for (String wrong : List.of("", "x", token + "x", token.substring(1))) {
      visitor.json(403, visitor.call("POST", "/devices", wish(), Gatekeeper.CSRF_HEADER, wrong));
    }
    String cookie = visitor.cookies.remove(COOKIE + "-csrf");
    visitor.json(403, visitor.call("POST", "/devices", wish(), Gatekeeper.CSRF_HEADER, token));
    visitor.cookies.put(COOKIE + "-csrf", cookie);
    visitor.json(403, visitor.call("DELETE", "/session", ""));
    assertEquals(0, visitor.get(200, "/devices").getJsonArray("devices").size());
    visitor.json(201, visitor.call("POST", "/devices", wish(), Gatekeeper.CSRF_HEADER, token));
    HttpResponse<String> again =
        visitor.call("POST", "/compact", "{}", Gatekeeper.CSRF_HEADER, token);
    visitor.json(403, again); // a token is good for one change
  }

  @Test
  void theTokenOfAnotherSessionIsNoToken() {
    assertRole("operator");
    Visitor other = new Visitor(fixture.url(""));
    other.login("operator", WebFixture.OPERATORS);
    String theirs = other.get(200, "/session").getString("csrf");
    visitor.get(200, "/session");
    visitor.cookies.put(COOKIE + "-csrf", theirs);
    visitor.json(403, visitor.call("POST", "/devices", wish(), Gatekeeper.CSRF_HEADER, theirs));
  }

  @Test
  void aViewerLooksAndChangesNothing() {
    assertRole("viewer");
    for (String path : READABLE) {
      visitor.get(200, path);
    }
    for (String path :
        List.of(
            "/shipment-keys",
            "/shipment-keys/",
            "//shipment-keys",
            "/%73hipment-keys",
            "/Shipment-Keys",
            "/passports",
            "/x/../shipment-keys")) {
      String sub = "?sub=" + ONE.name().text();
      assertEquals(403, visitor.call("GET", path + sub, "").statusCode(), path);
    }
    for (String path : List.of("/devices", "/devices/revoke", "/compact", "/statements/find")) {
      visitor.json(403, visitor.change("POST", path, wish()));
    }
    assertEquals(0, visitor.get(200, "/devices").getJsonArray("devices").size());
    assertEquals("none", visitor.get(200, "/compact").getString("state"));
    visitor.json(200, visitor.change("DELETE", "/session", ""));
  }

  @Test
  void wrongPasswordsAndWrongFormsOpenNothing() {
    for (String wrong : List.of("", "x", WebFixture.VIEWERS, "x".repeat(2_000))) {
      visitor.json(403, visitor.login("operator", wrong));
    }
    visitor.json(400, visitor.login("root", WebFixture.OPERATORS));
    visitor.json(413, visitor.login("operator", "x".repeat(9_000)));
    String right =
        new JsonObject().put("role", "operator").put("password", WebFixture.OPERATORS).encode();
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      visitor.json(415, visitor.call("POST", "/session", right, "Content-Type", type));
    }
    String json = "application/json";
    visitor.json(
        403,
        visitor.call(
            "POST", "/session", right, "Content-Type", json, "Sec-Fetch-Site", "cross-site"));
    for (String body : List.of("", "{", "[]", "{\"role\":1}", "{\"role\":\"operator\"}")) {
      visitor.json(400, visitor.call("POST", "/session", body, "Content-Type", json));
    }
    assertTrue(visitor.cookies.isEmpty(), visitor.cookies.toString());
  }

  @Test
  void whoGuessesIsMadeToWaitAndARightPasswordCostsNothing() {
    for (int i = 0; i < LoginAttempts.AT_ONCE; i++) {
      visitor.json(200, visitor.login("operator", WebFixture.OPERATORS));
    }
    int tries = 0; // while one is judged, another is granted: on a slow machine it takes more
    while (visitor.login("operator", "wrong").statusCode() != 429) {
      assertTrue(++tries < 20 * LoginAttempts.AT_ONCE, "nobody is made to wait");
    }
    assertTrue(tries >= LoginAttempts.AT_ONCE, tries + " tries");
  }

  @Test
  void aLoginGivesAnIdThatNobodyKnewBefore() {
    visitor.cookies.put(COOKIE, "0123456789abcdef0123456789abcdef");
    visitor.get(401, "/status");
    visitor.cookies.put(COOKIE, "0123456789abcdef0123456789abcdef");
    assertRole("viewer");
    String first = visitor.cookies.get(COOKIE);
    assertNotEquals("0123456789abcdef0123456789abcdef", first);
    assertRole("operator");
    assertNotEquals(first, visitor.cookies.get(COOKIE));
    visitor.get(200, "/status");
    visitor.cookies.put(COOKIE, first);
    visitor.get(401, "/status");
  }

  @Test
  void anotherPasswordEndsTheSessionsOfTheOldOne() {
    assertRole("operator");
    Visitor viewer = new Visitor(fixture.url(""));
    viewer.login("viewer", WebFixture.VIEWERS);
    fixture.setPasswords("another password", WebFixture.VIEWERS);
    join(fixture.entrance.look());
    visitor.get(401, "/status");
    viewer.get(200, "/status");
    visitor.json(403, visitor.login("operator", WebFixture.OPERATORS));
    visitor.json(200, visitor.login("operator", "another password"));
  }

  @Test
  void sessionsEndByTheirAgeAndAreFew() {
    assertRole("viewer");
    fixture.gateway.clock.set(GatewayFixture.NOW.plus(Sessions.LONGEST).minusSeconds(1));
    visitor.get(200, "/status");
    fixture.gateway.clock.set(GatewayFixture.NOW.plus(Sessions.LONGEST));
    visitor.get(401, "/status");
    fixture.gateway.clock.set(GatewayFixture.NOW);
    assertRole("viewer");
    for (int i = 0; i < Sessions.MOST; i++) {
      visitor.get(200, "/status");
      new Visitor(fixture.url("")).login("viewer", WebFixture.VIEWERS);
    }
    visitor.get(401, "/status");
  }

  @Test
  void strangersMakeNoSessions() {
    for (int i = 0; i < 20; i++) {
      new Visitor(fixture.url("")).get(200, "/session");
      Visitor stale = new Visitor(fixture.url(""));
      stale.cookies.put(COOKIE, "0123456789abcdef0123456789abcde" + (i % 10));
      stale.get(200, "/session");
      stale.get(401, "/status");
      Visitor inventive = new Visitor(fixture.url(""));
      inventive.cookies.put(COOKIE, "fedcba9876543210fedcba98765432%02x".formatted(i));
      inventive.get(200, "/session");
      assertFalse(inventive.cookieLines.containsKey(COOKIE), "a session for a made-up id");
    }
    assertEquals(0, join(fixture.entrance.sessions().store().size()));
  }

  @Test
  void aProgramsTokenNeedsNoSessionAndHasNone() {
    String token = "Bearer " + WebFixture.TOKEN;
    assertEquals(
        201, visitor.call("POST", "/devices", wish(), "Authorization", token).statusCode());
    assertEquals(404, visitor.call("DELETE", "/session", "", "Authorization", token).statusCode());
    assertTrue(visitor.cookies.isEmpty());
  }

  @Test
  void whereOthersCanReadAlongNobodyLogsIn(@TempDir Path other) {
    WebServer.At open = new WebServer.At("127.0.0.1", 0, Optional.empty(), false);
    try (WebFixture reachable = new WebFixture(other, open)) {
      Visitor there = new Visitor(reachable.url(""));
      JsonObject answer = there.json(403, there.login("operator", WebFixture.OPERATORS));
      assertTrue(answer.getString("error").contains("https"), answer::encode);
    }
  }
}
