package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.baymark.protocol.passport.Finding;
import org.baymark.protocol.passport.Slip;
import org.baymark.protocol.passport.SlipVerification;
import org.baymark.protocol.passport.Verdict;
import org.junit.jupiter.api.Test;

/** Each slip of vectors/slips.json is read and judged as it says; each refused text is refused. */
class SlipVectorsTest {
  private static final JsonNode FILE = Files.readJson("slips.json");

  @Test
  void slips() {
    for (JsonNode one : FILE.get("slips")) {
      Slip slip = Slip.parseText(one.get("text").asText()).toOptional().orElseThrow();
      assertEquals(Files.hex(one.get("slip")), slip.encoded());
      assertEquals(one.get("size").asInt(), slip.encoded().size());
      assertEquals(Files.digest(one.get("statement")), slip.statement().signed().id());
      Verdict verdict =
          new SlipVerification(
                  PassportVectors.trustFile(),
                  Optional.empty(),
                  Optional.empty(),
                  Instant.ofEpochSecond(one.get("now").asLong()))
              .verify(slip);
      for (Finding finding : verdict.findings()) {
        String outcome = one.get("steps").get(finding.step().wireName()).asText();
        assertEquals(outcome, finding.outcome().wireName(), one.get("note") + ": " + finding);
      }
      int exit =
          switch (verdict.outcome(Verdict.REQUIRED_BY_DEFAULT)) {
            case PASS -> 0;
            case FAIL -> 1;
            case NOT_CHECKED -> 3;
          };
      assertEquals(one.get("exit").asInt(), exit);
    }
  }

  @Test
  void refused() {
    for (JsonNode one : FILE.get("refusedTexts")) {
      String verdict =
          Slip.parseText(one.get("text").asText())
              .match(it -> "accepted", refused -> refused.refusal().wireName());
      assertEquals(one.get("reason").asText(), verdict, one::toString);
    }
  }
}
