package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** On each side of every limit of the page stands a vector, and is judged as the file says. */
class LimitVectorsTest {
  /** What a transport refuses comes to no reader of messages; section 15 says what it answers. */
  private static final Set<String> OF_TRANSPORTS =
      Set.of(
          "a packet of MQTT",
          "a body in CoAP",
          "a body in HTTP",
          "messages of a body in HTTP",
          "a batch or an evidence request for a node",
          "messages of one MQTT connection that wait for an answer");

  private static final String TIME = "the time of a co-signature";

  @Test
  void everyEdgeIsJudgedAsTheFileSays() {
    for (JsonNode one : Files.readJson("limits.json")) {
      String form = one.get("form").asText();
      if (!one.get("accepted").isNull()) {
        assertEquals("accepted", judged(form, one.get("accepted")), one.get("note")::asText);
      }
      assertEquals(
          one.get("reason").asText(), judged(form, one.get("refused")), one.get("note")::asText);
    }
  }

  private static String judged(String form, JsonNode pieces) {
    return LimitDoors.open(form, Pieces.of(pieces).bytes())
        .match(it -> "accepted", no -> no.refusal().wireName());
  }

  @Test
  void everyLimitOfThePageHasItsEdge() {
    Set<String> missing = new TreeSet<>();
    for (LimitsExample.Limit limit : LimitsExample.all()) {
      if (!OF_TRANSPORTS.contains(limit.what())) {
        missing.add(limit.what());
      }
    }
    for (JsonNode one : Files.readJson("limits.json")) {
      missing.remove(one.get("limit").asText());
      long most = LimitVectors.most(one.get("limit").asText());
      assertEquals(most, one.get("most").asLong(), one.get("note")::asText);
    }
    assertEquals(Set.of(TIME), missing, "limits without a vector");
    long last = LimitVectors.most(TIME);
    Set<String> judged = new TreeSet<>();
    Files.readJson("checkpoint.json")
        .get("judged")
        .forEach(one -> judged.add(one.get("what").asText()));
    assertTrue(judged.contains("a co-signature of " + last), judged::toString);
    assertTrue(judged.contains("a co-signature of " + (last + 1)), judged::toString);
  }
}
