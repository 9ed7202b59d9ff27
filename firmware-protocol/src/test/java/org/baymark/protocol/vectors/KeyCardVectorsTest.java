package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.AllianceKeys.AllianceKey;
import org.baymark.protocol.papers.KeyCard;
import org.junit.jupiter.api.Test;

/** Each text of vectors/key-cards.json is read, or refused for the reason it names. */
class KeyCardVectorsTest {
  private static final JsonNode FILE = Files.readJson("key-cards.json");

  @Test
  void cards() {
    for (JsonNode one : FILE.get("cards")) {
      KeyCard card = KeyCard.parseText(one.get("text").asText()).toOptional().orElseThrow();
      assertEquals(one.get("text").asText(), card.text());
      assertEquals(Files.hex(one.get("card")), card.signed().encoded());
      assertEquals(one.get("member").asText(), card.member().text());
      assertEquals(one.get("sub").asText(), card.key().subject().text());
      assertEquals(Files.hex(one.get("k")), card.key().k());
      assertEquals(Files.digest(one.get("K")), card.key().subjectKey());
      assertEquals(one.get("iat").asLong(), card.issuedAt());
      assertEquals(one.get("epoch").asLong(), card.epoch().number());
      assertEquals(one.get("from").asLong(), card.epoch().from());
      assertEquals(one.get("until").isNull(), card.epoch().until().isEmpty());
      assertEquals(one.get("speaksUntil").asLong(), card.speaksUntil());
      assertEquals(true, card.signedBy(TestKeys.registrar("alpha").verifyingKey()));
    }
  }

  @Test
  void allianceKeys() {
    for (JsonNode one : FILE.get("allianceKeys")) {
      AllianceKeys keys =
          AllianceKeys.parseText(one.get("text").asText()).toOptional().orElseThrow();
      assertEquals(one.get("keys").size(), keys.keys().size());
      for (int i = 0; i < keys.keys().size(); i++) {
        AllianceKey key = keys.keys().get(i);
        JsonNode expected = one.get("keys").get(i);
        assertEquals(expected.get("epoch").asLong(), key.epoch().number());
        assertEquals(expected.get("from").asLong(), key.epoch().from());
        assertEquals(expected.get("until").asLong(0), key.epoch().until().orElse(0));
        assertEquals(Files.hex(expected.get("key")), key.secret());
        assertEquals(Files.hex(expected.get("k")), key.keyOf(Story.SHIPMENT).k());
      }
    }
  }

  @Test
  void refused() {
    refused("refusedCards", KeyCard::parseText);
    refused("refusedAllianceKeys", AllianceKeys::parseText);
  }

  private static void refused(String list, Function<String, Parsed<?>> door) {
    for (JsonNode one : FILE.get(list)) {
      String verdict =
          door.apply(one.get("text").asText())
              .match(it -> "accepted", refused -> refused.refusal().wireName());
      assertEquals(one.get("reason").asText(), verdict, one::toString);
    }
  }
}
