package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Enrolment;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;
import org.junit.jupiter.api.Test;

/** The labels and proofs of vectors/enrolment.json are judged as the file says. */
class EnrolmentVectorsTest {
  private final JsonNode file = Files.readJson("enrolment.json");

  @Test
  void labels() {
    for (JsonNode one : file.get("labels")) {
      Label label = label(one.get("text"));
      assertEquals(one.get("name").asText(), label.name().text());
      assertEquals(one.get("suite").asText(), label.suite().name());
      assertEquals(one.get("thumbprint").asText(), label.thumbprint().hex());
      assertEquals(one.get("text").asText(), label.text());
    }
    for (JsonNode one : file.get("refusedLabels")) {
      String reason =
          Label.parse(one.get("text").asText())
              .match(it -> "accepted", refused -> refused.refusal().wireName());
      assertEquals(one.get("reason").asText(), reason, one::toString);
    }
  }

  private static Label label(JsonNode text) {
    return Label.parse(text.asText()).toOptional().orElseThrow();
  }

  private Parsed<Enrolment> prove(JsonNode proof) {
    JsonNode given = file.get("possession");
    DevUrn gateway = new DevUrn(given.get("gateway").asText());
    return Enrolment.claim(label(given.get("label")))
        .prove(signed(proof), gateway, Files.hex(given.get("nonce")));
  }

  private static Sign1 signed(JsonNode one) {
    return Sign1.parse(Files.hex(one.get("signed")), Proof.SIZE_MAX).toOptional().orElseThrow();
  }

  @Test
  void possession() {
    file.get("possession").get("proofs").forEach(one -> assertJudged(one, prove(one)));
  }

  @Test
  void rollOver() {
    Enrolment active =
        prove(file.get("possession").get("proofs").get(0)).toOptional().orElseThrow();
    file.get("rollOver")
        .get("orders")
        .forEach(one -> assertJudged(one, active.rollOver(signed(one))));
  }

  /** A proof of a claimed device, or an order of an active one, in every suite. */
  @Test
  void suites() {
    DevUrn gateway = new DevUrn(file.get("possession").get("gateway").asText());
    Bytes nonce = Files.hex(file.get("possession").get("nonce"));
    Set<String> rolled = new HashSet<>();
    for (JsonNode one : file.get("suites")) {
      Label label = label(one.get("label"));
      if (one.get("coseKey").isNull()) {
        assertJudged(one, Enrolment.claim(label).prove(signed(one), gateway, nonce));
        continue;
      }
      VerifyingKey key =
          VerifyingKey.parse(Files.hex(one.get("coseKey"))).toOptional().orElseThrow();
      Parsed<Enrolment> next =
          new Enrolment(label, State.ACTIVE, Optional.of(key)).rollOver(signed(one));
      assertJudged(one, next);
      next.toOptional().ifPresent(it -> rolled.add(key.suite() + " " + it.label().suite()));
    }
    assertEquals(9, rolled.size(), "from every suite to every suite");
  }

  /** Every event in every state; the proofs are the good ones. */
  @Test
  void states() {
    JsonNode possession = file.get("possession").get("proofs").get(0);
    Enrolment pending = Enrolment.claim(label(file.get("possession").get("label")));
    Enrolment active = prove(possession).toOptional().orElseThrow();
    for (JsonNode one : file.get("states")) {
      if (one.get("state").isNull()) {
        assertEquals(one.get("next").asText(), pending.state().name());
        continue;
      }
      State state = State.valueOf(one.get("state").asText());
      Enrolment before =
          state == State.PENDING ? pending : new Enrolment(active.label(), state, active.key());
      Parsed<Enrolment> next =
          switch (one.get("event").asText()) {
            case "claim" -> before.claimAgain();
            case "prove" ->
                before.prove(
                    signed(possession),
                    new DevUrn(file.get("possession").get("gateway").asText()),
                    Files.hex(file.get("possession").get("nonce")));
            case "roll over" -> before.rollOver(signed(file.get("rollOver").get("orders").get(0)));
            case "suspend" -> before.suspend();
            case "resume" -> before.resume();
            default -> before.revoke();
          };
      String found = next.match(it -> it.state().name(), no -> no.refusal().wireName());
      String expected = one.get("next").isNull() ? "wrong-state" : one.get("next").asText();
      assertEquals(expected, found, one::toString);
    }
  }

  private static void assertJudged(JsonNode one, Parsed<Enrolment> next) {
    String reason = next.match(it -> "null", refused -> refused.refusal().wireName());
    assertEquals(one.get("reason").asText(), reason, one::toString);
    next.toOptional()
        .ifPresent(it -> assertEquals(one.get("labelAfter").asText(), it.label().text()));
  }
}
