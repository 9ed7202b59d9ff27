package org.baymark.protocol.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;

/** Labels, and what a device signs about its keys (PROTOCOL.md, section 10.1). */
final class EnrolmentCases {
  /** The end of a roll-over: the consent, the head of the signature, the signature. */
  private static final int SIGNATURES_SIZE = Sign1.SIGNATURE_SIZE + 2 + Sign1.SIGNATURE_SIZE;

  private EnrolmentCases() {}

  static List<Case> of(JsonNode file, Map<String, JsonNode> keys) throws RefusalException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode node : file.path("labels")) {
      cases.add(label(Label.parse(node.path("text").asText()).orRefuse(), keys));
    }
    for (JsonNode node : file.findParents("signed")) {
      if (node.path("reason").isNull()) {
        cases.add(proof(node, keys));
      }
    }
    return cases;
  }

  /** The text, as the bytes that it has in UTF-8. */
  private static Case label(Label label, Map<String, JsonNode> keys) throws RefusalException {
    TestKey key = TestKey.of(keys, label.thumbprint().bytes());
    ObjectNode question = Cases.asked("label").put("note", "of a key of " + label.suite());
    question
        .put("name", label.name().text())
        .put("suite", label.suite().name())
        .put("coseKey", key.verifying().encoded().hex());
    return Case.unsigned("label: " + label.suite(), "label", question, Bytes.ofUtf8(label.text()));
  }

  private static Case proof(JsonNode node, Map<String, JsonNode> keys) throws RefusalException {
    String note = node.path("note").asText();
    Bytes encoded = Cases.hex(node, "signed");
    Sign1 signed = Sign1.parse(encoded, Proof.SIZE_MAX).orRefuse();
    Proof proof = Proof.parse(signed).orRefuse();
    TestKey key = signer(node, signed, proof, keys);
    String make = proof.match(it -> "possession", it -> "roll-over");
    ObjectNode question = Cases.asked(make).put("note", note);
    key.tell(question, signed);
    question.set("content", Contents.of(signed));
    String row = make + ": " + note;
    return proof.match(
        it -> Case.signed(row, make, question, encoded, key.verifying()),
        it -> rollOver(row, question, encoded, key, it.key().thumbprint().bytes(), keys));
  }

  /** A possession says its key; of a roll-over the vector does, or keys.json by its kid. */
  private static TestKey signer(
      JsonNode node, Sign1 signed, Proof proof, Map<String, JsonNode> keys)
      throws RefusalException {
    if (proof instanceof Proof.Possession possession) {
      return TestKey.of(keys, possession.key());
    }
    return node.path("coseKey").isTextual()
        ? TestKey.of(keys, VerifyingKey.parse(Cases.hex(node, "coseKey")).orRefuse())
        : TestKey.of(keys, signed.kid());
  }

  private static Case rollOver(
      String row,
      ObjectNode question,
      Bytes encoded,
      TestKey before,
      Bytes after,
      Map<String, JsonNode> keys) {
    JsonNode known = keys.get(after.hex());
    if (known != null) {
      question.put("secretAfter", known.path("secret").asText());
    }
    Predicate<Bytes> right =
        it ->
            Sign1.parse(it, Proof.SIZE_MAX)
                .match(
                    one ->
                        one.signedBy(before.verifying())
                            && Consent.asked(one)
                                .map(order -> Consent.judge(one, order, before.verifying()))
                                .map(Verdict::right)
                                .orElse(false),
                    refused -> false);
    return new Case(row, "roll-over", question.toString(), encoded, SIGNATURES_SIZE, right);
  }
}
