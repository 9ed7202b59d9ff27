package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.VerifyingKey;
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
