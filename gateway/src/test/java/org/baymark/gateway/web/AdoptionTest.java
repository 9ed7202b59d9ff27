package org.baymark.gateway.web;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.admission.Arrival;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that spoke before it was added is taken up, with what it said. */
class AdoptionTest {
  private static final TestDevice EARLY = TestDevice.named("early", Suite.EDDSA);
  private static final TestDevice OTHER = TestDevice.named("other", Suite.EDDSA);
  private static final String PATH = "/quarantine/adopt";

  @TempDir Path folder;
  private WebFixture fixture;
  private Visitor operator;

  @BeforeEach
  void start() {
    fixture = new WebFixture(folder);
    operator = new Visitor(fixture.url(""));
    operator.login("operator", WebFixture.OPERATORS);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void refuse(Bytes message) {
    join(
        fixture.gateway.intake.take(
            new Arrival(message, "mqtt", "sender", Optional.empty(), false)));
  }

  private static JsonObject wish(TestDevice device, SigningKey key) {
    return new JsonObject()
        .put("name", device.name().text())
        .put("key", key.verifyingKey().encoded().hex())
        .put("kinds", new JsonArray(List.of("telemetry")));
  }

  private static JsonObject wish() {
    return wish(EARLY, EARLY.key());
  }

  private JsonObject adopt(int status, JsonObject wish) {
    return operator.json(status, operator.change("POST", PATH, wish.encode()));
  }

  @Test
  void whatItSaidIsStoredInItsOrderAndAgainIsKnown() {
    for (int seq = 0; seq < 70; seq++) { // more than are on their way at once
      refuse(EARLY.says(1, seq).encoded());
    }
    refuse(OTHER.says(1, 0).encoded());
    refuse(Bytes.ofUtf8("nonsense"));
    JsonObject adopted = adopt(200, wish());
    assertEquals("active", adopted.getString("status"));
    assertEquals(70, adopted.getJsonObject("messages").getLong("stored"));
    JsonObject device = operator.get(200, "/devices").getJsonArray("devices").getJsonObject(0);
    assertEquals(70, device.getLong("accepted"));
    assertEquals(0, device.getLong("gaps"));
    assertEquals(69, device.getJsonObject("last").getLong("seq"));
    assertEquals(0, operator.get(200, "/stats").getLong("late"));
    assertEquals(70, adopt(200, wish()).getJsonObject("messages").getLong("duplicates"));
    assertEquals(72, operator.get(200, "/quarantine").getLong("kept"));
  }

  @Test
  void withoutItsSignatureNobodyIsAdopted() {
    assertTrue(adopt(409, wish()).getString("error").contains("no message in quarantine"));
    refuse(OTHER.says(1, 0).encoded());
    adopt(409, wish());
    refuse(EARLY.says(1, 0).encoded());
    adopt(409, wish(EARLY, OTHER.key()));
    byte[] forged = EARLY.says(1, 1).encoded().toArray();
    forged[forged.length - 1] ^= 1;
    adopt(400, wish().put("kinds", new JsonArray(List.of("batch"))));
    adopt(400, wish().put("owner", ""));
    assertEquals(0, operator.get(200, "/devices").getJsonArray("devices").size());
    refuse(Bytes.owning(forged));
    JsonObject messages = adopt(200, wish()).getJsonObject("messages");
    assertEquals(1, messages.getLong("stored"));
    assertEquals(1, messages.getLong("refused"));
  }

  @Test
  void aForgedMessageAloneShowsNothing() {
    byte[] forged = EARLY.says(1, 1).encoded().toArray();
    forged[forged.length - 1] ^= 1;
    refuse(Bytes.owning(forged));
    adopt(409, wish());
  }

  @Test
  void aNameOrKeyThatIsTakenStaysAsItIs() {
    refuse(EARLY.says(1, 0).encoded());
    fixture.gateway.with(EARLY); // of all kinds
    adopt(409, wish());
    assertEquals(0, operator.get(200, "/stats").getLong("accepted"));
  }

  @Test
  void aViewerAdoptsNobody() {
    refuse(EARLY.says(1, 0).encoded());
    Visitor viewer = new Visitor(fixture.url(""));
    viewer.login("viewer", WebFixture.VIEWERS);
    viewer.json(403, viewer.change("POST", PATH, wish().encode()));
    assertEquals(0, viewer.get(200, "/devices").getJsonArray("devices").size());
  }
}
