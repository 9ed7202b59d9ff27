package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.EventTable;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Statement;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;

/** Every statement of vectors/statements.json is accepted, or refused for the reason it names. */
class StatementVectorsTest {

  @Test
  void accepted() {
    for (JsonNode one : Files.readJson("statements.json").get("accepted")) {
      Statement statement = open(one).toOptional().orElseThrow();
      assertEquals(one.get("id").asText(), statement.id().hex());
      assertEquals(one.get("sigStructure").asText(), statement.signed().toBeSigned().hex());
      assertEquals(one.get("iss").asText(), statement.issuer().text());
      assertEquals(one.get("sub").asText(), statement.subject().text());
      assertEquals(one.get("kind").asText(), statement.content().kind().wireName());
      // A measured number may stand in a longer form than the one that we would write.
      if (statement.content() instanceof LogisticsEvent event
          && event.get(EventField.MEASURED).isEmpty()) {
        assertEquals(statement.signed().payload(), event.encoded(), "written again");
      }
    }
  }

  @Test
  void everyCellOfTheTableOfEventsHasItsVector() {
    Set<String> notes = new HashSet<>();
    JsonNode file = Files.readJson("statements.json");
    file.get("accepted").forEach(one -> notes.add(one.get("note").asText()));
    file.get("refused")
        .forEach(one -> assertTrue(notes.add(one.get("note").asText()), one.toString()));
    for (Kind kind : EventTable.kinds()) {
      for (String suite : List.of("ES256", "Ed25519", "SM2")) {
        assertTrue(notes.contains(kind.wireName() + ", least of its fields, " + suite));
        assertTrue(notes.contains(kind.wireName() + ", all of its fields, " + suite));
      }
      for (EventField<?> field : EventField.ALL) {
        boolean isFree = EventTable.of(kind, field) == EventTable.Standing.MAY;
        assertEquals(!isFree, notes.contains(RefusedEvents.note(kind, field)));
      }
    }
  }

  @Test
  void refused() {
    for (JsonNode one : Files.readJson("statements.json").get("refused")) {
      Parsed<Statement> opened = open(one);
      assertTrue(opened instanceof Parsed.Refused, one::toString);
      String reason = opened.<String>match(yes -> "", refused -> refused.refusal().wireName());
      assertEquals(one.get("reason").asText(), reason, one::toString);
    }
  }

  private static Parsed<Statement> open(JsonNode one) {
    VerifyingKey key = VerifyingKey.parse(Files.hex(one.get("coseKey"))).toOptional().orElseThrow();
    return Parsed.of(
        () ->
            Unverified.parse(Files.hex(one.get("statement")))
                .orRefuse()
                .verifiedBy(key)
                .orElseThrow(() -> new RefusalException(Refusal.BAD_SIGNATURE, "not signed")));
  }
}
