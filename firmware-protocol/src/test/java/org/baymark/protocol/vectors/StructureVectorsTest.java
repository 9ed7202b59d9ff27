package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Each structure of vectors/structures.json is read, or refused for the reason it names. */
class StructureVectorsTest {

  @Test
  void everyStructureIsJudgedAsTheFileSays() {
    JsonNode file = Files.readJson("structures.json");
    Map<String, Bytes> accepted = new HashMap<>();
    for (JsonNode one : file.get("accepted")) {
      assertEquals("accepted", verdict(one, Files.hex(one.get("bytes"))), one::toString);
      accepted.put(name(one, "note"), Files.hex(one.get("bytes")));
    }
    for (JsonNode one : file.get("refused")) {
      Bytes good = accepted.getOrDefault(name(one, "of"), Bytes.EMPTY);
      Bytes changed =
          good.slice(0, one.get("from").asInt())
              .concat(Files.hex(one.get("with")))
              .concat(good.slice(one.get("to").asInt(), good.size()));
      assertEquals(one.get("reason").asText(), verdict(one, changed), one::toString);
    }
  }

  private static String name(JsonNode one, String note) {
    return one.get("structure").asText() + ", " + one.get(note).asText();
  }

  private static String verdict(JsonNode one, Bytes bytes) {
    return StructureDoors.open(one.get("structure").asText(), bytes)
        .match(it -> "accepted", refused -> refused.refusal().wireName());
  }
}
