package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Enrolment;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;

/** The part of enrolment.json in which every suite proves and rolls over to every suite. */
final class EnrolmentSuites {
  private static final DevUrn NAME = Story.SENSOR;
  private static final List<Suite> SUITES = List.of(Suite.ES256, Suite.EDDSA, Suite.SM2);

  private final ArrayNode list = Files.array();

  static ArrayNode make() {
    EnrolmentSuites suites = new EnrolmentSuites();
    SUITES.forEach(suites::prove);
    SUITES.forEach(before -> SUITES.forEach(after -> suites.rollOver(before, after)));
    return suites.list;
  }

  private static SigningKey key(Suite suite) {
    return TestKeys.of("device in " + suite, suite);
  }

  private static SigningKey next(Suite suite) {
    return TestKeys.of("device in " + suite + ", second key", suite);
  }

  private static Sign1 proof(SigningKey key) {
    return Proof.possession(key, NAME, Story.GATEWAY, EnrolmentVectors.NONCE);
  }

  private static Enrolment proven(SigningKey key) {
    return Enrolment.claim(Label.of(NAME, key.verifyingKey()))
        .prove(proof(key), Story.GATEWAY, EnrolmentVectors.NONCE)
        .toOptional()
        .orElseThrow();
  }

  /** By the key of the label, and under a label that gives the same hash another suite. */
  private void prove(Suite suite) {
    SigningKey key = key(suite);
    proven("a proof, " + suite, Label.of(NAME, key.verifyingKey()), key);
    for (Suite other : SUITES) {
      if (other != suite) {
        Label label = new Label(NAME, other, key.verifyingKey().thumbprint());
        proven("a proof, " + suite + ", of a label that says " + other, label, key);
      }
    }
  }

  private void proven(String note, Label label, SigningKey key) {
    ObjectNode one = list.addObject().put("note", note).put("label", label.text());
    one.putNull("coseKey");
    EnrolmentVectors.add(
        one,
        proof(key),
        Enrolment.claim(label).prove(proof(key), Story.GATEWAY, EnrolmentVectors.NONCE));
  }

  private void rollOver(Suite before, Suite after) {
    SigningKey old = key(before);
    SigningKey next = next(after);
    String note = before + " to " + after;
    ordered("a roll-over, " + note, old, Proof.rollOver(old, next, NAME));
    Bytes consented = Proof.consented(NAME, old.verifyingKey(), next.verifyingKey());
    Bytes payload =
        Files.cbor(
            out ->
                out.map(3)
                    .integer(1)
                    .text("roll over")
                    .integer(2)
                    .raw(next.verifyingKey().encoded())
                    .integer(5)
                    .bytes(old.sign(consented)));
    Claims claims = new Claims(NAME, Subject.of(NAME), OptionalLong.empty(), Optional.empty());
    Sign1 forged = Sign1.sign(old, ContentType.ENROLMENT, claims, payload);
    ordered("a roll-over, " + note + ", to which the old key consents", old, forged);
  }

  private void ordered(String note, SigningKey old, Sign1 order) {
    Enrolment active = proven(old);
    ObjectNode one = list.addObject().put("note", note).put("label", active.label().text());
    one.put("coseKey", old.verifyingKey().encoded().hex());
    EnrolmentVectors.add(one, order, active.rollOver(order));
  }
}
