package org.baymark.protocol.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;

/** What a device shows to a gateway's operator: a JSON object with its name and its key in hex. */
record Card(DevUrn name, VerifyingKey key) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Parsed<Card> parse(Bytes raw) {
    return Parsed.of(
        () -> {
          JsonNode card = json(raw);
          DevUrn name = DevUrn.read(card.path("name").asText(), -1);
          String hex = card.path("key").asText();
          if (!hex.matches("([0-9a-fA-F]{2}){1,512}")) {
            throw new RefusalException(Refusal.BAD_KEY, "\"key\" is not a COSE_Key in hexadecimal");
          }
          VerifyingKey key = Parsed.at(-1, VerifyingKey.parse(Bytes.ofHex(hex))::orRefuse);
          return new Card(name, key);
        });
  }

  private static JsonNode json(Bytes raw) throws RefusalException {
    try {
      return JSON.readTree(raw.utf8());
    } catch (JsonProcessingException e) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "a device card is a JSON object");
    }
  }
}
