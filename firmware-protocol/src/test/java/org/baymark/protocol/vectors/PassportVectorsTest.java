package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Finding;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every verdict that vectors/passport/verdicts.json expects is the one that we find. */
class PassportVectorsTest {

  @TestFactory
  Stream<DynamicTest> verdicts() {
    return StreamSupport.stream(Files.readJson("passport/verdicts.json").spliterator(), false)
        .map(one -> DynamicTest.dynamicTest(one.get("note").asText(), () -> check(one)));
  }

  private static void check(JsonNode expected) {
    Parsed<Verdict> found =
        Parsed.of(
            () ->
                new Verification(
                        policy(expected.get("trust")).orElseThrow().orRefuse(),
                        key(expected.get("shipmentKey")),
                        orNone(policy(expected.get("jurisdictions"))),
                        Instant.ofEpochSecond(expected.get("now").asLong()))
                    .verify(file(expected.get("passport")))
                    .orRefuse());
    int exit = found.<Integer>match(verdict -> exit(verdict, expected), refused -> 2);
    assertEquals(expected.get("exit").asInt(), exit);
    found.toOptional().ifPresent(verdict -> assertEquals(steps(expected), steps(verdict)));
  }

  private static Map<String, String> steps(JsonNode expected) {
    Map<String, String> steps = new LinkedHashMap<>();
    expected
        .get("steps")
        .fields()
        .forEachRemaining(s -> steps.put(s.getKey(), s.getValue().asText()));
    return steps;
  }

  private static Map<String, String> steps(Verdict verdict) {
    Map<String, String> steps = new LinkedHashMap<>();
    for (Finding finding : verdict.findings()) {
      steps.put(finding.step().wireName(), finding.outcome().wireName());
    }
    return steps;
  }

  private static int exit(Verdict verdict, JsonNode expected) {
    Set<Step> required = new TreeSet<>(Verdict.REQUIRED_BY_DEFAULT);
    if (!expected.get("jurisdictions").isNull()) {
      required.add(Step.JURISDICTIONS);
    }
    return switch (verdict.outcome(required)) {
      case PASS -> 0;
      case FAIL -> 1;
      case NOT_CHECKED -> 3;
    };
  }

  private static Optional<Parsed<Policy>> policy(JsonNode name) {
    return name.isNull() ? Optional.empty() : Optional.of(Policy.parse(file(name)));
  }

  private static Optional<Policy> orNone(Optional<Parsed<Policy>> policy) {
    return policy.map(parsed -> parsed.toOptional().orElseThrow());
  }

  private static Optional<ShipmentKey> key(JsonNode name) {
    return name.isNull() ? Optional.empty() : ShipmentKey.parseText(file(name).utf8()).toOptional();
  }

  private static Bytes file(JsonNode name) {
    return Files.read(Files.ROOT.resolve("passport").resolve(name.asText()));
  }
}
