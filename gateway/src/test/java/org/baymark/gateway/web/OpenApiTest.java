package org.baymark.gateway.web;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.admission.Arrival;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.statement.Reveal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * openapi.yaml against the running server: all that the one has, the other has. Visitors hold every
 * answer against it, here and in the other tests.
 */
class OpenApiTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.ES256);

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

  @Test
  void everyCallOfTheServerIsInItAndNoOther() {
    assertEquals(fixture.web.calls(), OpenApi.DOCUMENT.operations());
  }

  @Test
  void itIsServedAsItIs() {
    String served = visitor.call("GET", "/openapi.yaml", "").body();
    assertTrue(served.startsWith("openapi: 3.1.0\n"), served.substring(0, 40));
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryPartIsUsed() {
    Set<String> used = new TreeSet<>();
    references(OpenApi.DOCUMENT.document(), used);
    Set<String> there = new TreeSet<>();
    JsonObject components = OpenApi.DOCUMENT.document().getJsonObject("components");
    for (String kind : List.of("parameters", "responses", "schemas")) {
      for (String name : components.getJsonObject(kind).fieldNames()) {
        there.add("#/components/" + kind + "/" + name);
      }
    }
    assertEquals(there, used);
  }

  /** In YAML's short form a comma in a sentence begins a field, which then has no value. */
  @Test
  void noSentenceIsTornIntoFields() {
    assertEquals(List.of(), torn("", OpenApi.DOCUMENT.document()));
  }

  private static List<String> torn(String at, Object part) {
    List<String> torn = new ArrayList<>();
    if (part instanceof JsonObject object) {
      for (Map.Entry<String, Object> field : object) {
        String here = at + "/" + field.getKey();
        torn.addAll(field.getValue() == null ? List.of(here) : torn(here, field.getValue()));
      }
    } else if (part instanceof JsonArray array) {
      array.forEach(item -> torn.addAll(torn(at, item)));
    }
    return torn;
  }

  private static void references(Object part, Set<String> found) {
    if (part instanceof JsonObject object) {
      if (object.getValue("$ref") instanceof String to) {
        found.add(to);
      }
      object.forEach(field -> references(field.getValue(), found));
    } else if (part instanceof JsonArray array) {
      array.forEach(item -> references(item, found));
    }
  }

  /** A schema that takes anything would check nothing. */
  @Test
  void anAnswerThatIsOtherwiseIsNoticed() {
    OpenApi document = OpenApi.DOCUMENT;
    String json = "application/json";
    document.check("GET", "/healthz", 200, json, "{\"status\":\"ok\"}");
    for (String wrong : List.of("{}", "{\"status\":\"fine\"}", "{\"status\":\"ok\",\"more\":1}")) {
      assertThrows(AssertionError.class, () -> document.check("GET", "/healthz", 200, json, wrong));
    }
    assertThrows(
        AssertionError.class, () -> document.check("GET", "/healthz", 200, "text/plain", "{}"));
    assertThrows(AssertionError.class, () -> document.check("GET", "/status", 204, json, "{}"));
    for (String path : List.of("/status", "/stats", "/devices", "/session", "/quarantine")) {
      assertThrows(
          AssertionError.class, () -> document.check("GET", path, 200, json, "{\"more\":1}"));
    }
  }

  /**
   * With something to show everywhere, each call once as a program, and each that reads as a
   * person.
   */
  @Test
  void eachCallAnswersAsItSays() {
    JsonObject wish =
        new JsonObject()
            .put("name", ONE.name().text())
            .put("key", ONE.key().verifyingKey().encoded().hex())
            .put("kinds", new JsonArray(List.of("telemetry")));
    Set<String> left = new HashSet<>(OpenApi.DOCUMENT.operations());
    call(left, 201, "POST", "/devices", wish.encode());
    fixture.gateway.take(ONE.says(1, 0), ONE.says(1, 2));
    fixture.gateway.anchor();
    fixture.gateway.sealAndAnchor();
    for (String nonsense : List.of("nonsense", "more")) {
      join(
          fixture.gateway.intake.take(
              new Arrival(Bytes.ofUtf8(nonsense), "mqtt", "sender", Optional.empty())));
    }
    String ids = new JsonArray(List.of(ONE.says(1, 0).id().hex(), "00".repeat(32))).encode();
    call(left, 200, "POST", "/statements/find", "{\"ids\":" + ids + "}");
    call(left, 400, "POST", "/statements", "nonsense");
    call(left, 202, "POST", "/compact", "");
    call(left, 200, "POST", "/reload", "");
    call(left, 202, "POST", "/prune", "{\"olderThanSeconds\":1}");
    JsonObject command = new JsonObject().put("name", ONE.name().text()).put("order", "time");
    call(left, 201, "POST", "/commands", command.encode());
    hidden(left);
    for (String path : List.of("/passports", "/shipment-keys")) {
      call(left, 200, "GET", path, "", "?sub=" + ONE.name().text());
    }
    for (String operation : Set.copyOf(left)) {
      if (operation.startsWith("GET ")) {
        call(left, 200, "GET", operation.substring(4), "");
      }
    }
    call(left, 409, "POST", "/quarantine/adopt", wish.encode());
    JsonObject name = new JsonObject().put("name", ONE.name().text());
    enrolment(left, name);
    call(left, 200, "POST", "/devices/revoke", name.encode());
    visitor.json(200, visitor.login("operator", WebFixture.OPERATORS));
    visitor.get(200, "/session");
    visitor.get(200, "/devices");
    visitor.json(200, visitor.change("DELETE", "/session", ""));
    left.removeAll(Set.of("POST /session", "DELETE /session"));
    assertEquals(Set.of(), left);
  }

  private void enrolment(Set<String> left, JsonObject known) {
    call(left, 200, "POST", "/devices/suspend", known.encode());
    call(left, 200, "POST", "/devices/resume", known.encode());
    JsonObject claim =
        new JsonObject()
            .put("label", Label.of(TWO.name(), TWO.key().verifyingKey()).text())
            .put("kinds", new JsonArray(List.of("telemetry")));
    call(left, 200, "POST", "/devices/claim", claim.encode());
    call(left, 409, "POST", "/devices/claim", claim.encode());
    call(left, 200, "GET", "/devices", "");
    JsonObject name = new JsonObject().put("name", TWO.name().text());
    call(left, 200, "POST", "/devices/challenge", name.encode());
    Bytes nonce = Bytes.ofHex("00".repeat(32)); // not the one that was drawn
    Sign1 proof = Proof.possession(TWO.key(), TWO.name(), OutgoingFixture.SELF.name(), nonce);
    JsonObject answer = new JsonObject().put("proof", proof.encoded().hex());
    call(left, 400, "POST", "/devices/prove", answer.encode());
    call(left, 409, "POST", "/devices/roll-over", answer.encode());
    call(left, 200, "POST", "/devices/revoke", name.encode());
  }

  private void hidden(Set<String> left) {
    Bytes salt = Digest.sha256(Bytes.ofUtf8("random")).bytes();
    Sign1 said = ONE.hides(1, 3, Subject.of(ONE.name()), salt, Bytes.ofUtf8("a name"));
    Position position = said.claims().position().orElseThrow();
    Bytes reveal = Reveal.of(said.kid(), position, salt, Bytes.ofUtf8("a name")).encoded();
    fixture.gateway.take(said);
    join(fixture.gateway.intake.take(new Arrival(reveal, "mqtt", "sender", Optional.empty())));
    String query = "?statement=" + said.id().hex();
    call(left, 404, "GET", "/reveals", "", "?statement=" + "00".repeat(32));
    call(left, 200, "GET", "/reveals", "", query);
    JsonObject asked = new JsonObject().put("statement", said.id().hex());
    call(left, 400, "POST", "/reveals/erase", asked.put("reason", "").encode());
    call(left, 200, "POST", "/reveals/erase", asked.put("reason", "asked for").encode());
    call(left, 410, "GET", "/reveals", "", query);
    fixture.gateway.hidden
        .close(); // its file takes nothing: whoever erases is told, not only the log
    call(left, 503, "POST", "/reveals/erase", asked.encode());
  }

  private void call(Set<String> left, int status, String method, String path, String body) {
    call(left, status, method, path, body, "");
  }

  private void call(
      Set<String> left, int status, String method, String path, String body, String query) {
    String token = "Bearer " + WebFixture.TOKEN;
    var answer = visitor.call(method, path + query, body, "Authorization", token);
    assertEquals(status, answer.statusCode(), path + ": " + answer.body());
    left.remove(method + " " + path);
  }
}
