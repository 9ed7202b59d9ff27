package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.baymark.protocol.accuse.Accusation.Culprit;
import org.baymark.protocol.accuse.Ruling;
import org.baymark.protocol.accuse.Trial;
import org.baymark.protocol.log.Policy;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every accusation of vectors/accusation is ruled as its file of rulings says. */
class AccusationVectorsTest {

  @TestFactory
  Stream<DynamicTest> rulings() {
    JsonNode list = Files.readJson("accusation/rulings.json");
    return StreamSupport.stream(list.spliterator(), false)
        .map(one -> DynamicTest.dynamicTest(one.get("note").asText(), () -> check(one)));
  }

  private static void check(JsonNode one) {
    Policy trust =
        Policy.parse(Files.read(Files.ROOT.resolve("accusation/" + one.get("trust").asText())))
            .toOptional()
            .orElseThrow();
    Ruling ruling =
        new Trial(trust)
            .of(Files.read(Files.ROOT.resolve("accusation/" + one.get("accusation").asText())))
            .toOptional()
            .orElseThrow();
    assertEquals(one.get("kind").asText(), ruling.kind().wireName());
    var steps = Files.object();
    ruling.findings().forEach(it -> steps.put(it.step().wireName(), it.outcome().wireName()));
    assertEquals(one.get("steps"), steps);
    List<String> names =
        StreamSupport.stream(one.get("convicted").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    assertEquals(names, ruling.convicted().stream().map(Culprit::name).toList());
  }
}
