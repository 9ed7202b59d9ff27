package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.enrolment.Enrolment;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;

/** enrolment.json: labels, and proofs that make a device active or give it another key. */
final class EnrolmentVectors {
  private static final DevUrn NAME = Story.SENSOR;
  static final Bytes NONCE = Digest.sha256(Bytes.ofUtf8("baymark test nonce")).bytes();
  private static final SigningKey OLD = TestKeys.SENSOR;
  static final SigningKey NEW = TestKeys.of("sensor, second key", OLD.verifyingKey().suite());
  private static final Label LABEL = Label.of(NAME, OLD.verifyingKey());

  private static final List<String> EVENTS =
      List.of("prove", "roll over", "suspend", "resume", "revoke");

  private final ObjectNode root = Files.object();

  static Bytes make() {
    EnrolmentVectors vectors = new EnrolmentVectors();
    vectors.labels();
    vectors.refusedLabels();
    vectors.proofs();
    vectors.rollOvers();
    vectors.states();
    vectors.root.set("suites", EnrolmentSuites.make());
    return Files.json(vectors.root);
  }

  private void labels() {
    ArrayNode list = root.putArray("labels");
    for (SigningKey key : List.of(TestKeys.SENSOR, TestKeys.SCANNER, TestKeys.LABEL)) {
      Label label = Label.of(NAME, key.verifyingKey());
      ObjectNode one = list.addObject().put("text", label.text());
      one.put("name", label.name().text()).put("suite", label.suite().name());
      one.put("thumbprint", label.thumbprint().hex());
    }
  }

  private void refusedLabels() {
    String good = LABEL.text();
    String hash = good.split(":", 5)[3];
    ArrayNode list = root.putArray("refusedLabels");
    refuse(list, Refusal.WRONG_SHAPE, "", "nothing");
    refuse(list, Refusal.WRONG_SHAPE, good.replace(":1:", ":2:"), "another version");
    refuse(list, Refusal.WRONG_SHAPE, good.toUpperCase(Locale.ROOT), "upper case");
    refuse(list, Refusal.WRONG_SHAPE, " " + good, "a space before it");
    refuse(list, Refusal.BAD_NAME, good + "\n", "a line end behind it");
    refuse(
        list, Refusal.UNKNOWN_ALGORITHM, good.replace("ES256", "es256"), "a suite in lower case");
    refuse(list, Refusal.WRONG_SHAPE, good.replace(hash, hash + "="), "a padded hash");
    refuse(list, Refusal.WRONG_SHAPE, good.replace(hash, hash.substring(1)), "a hash too short");
    String spare = hash.substring(0, 42) + (char) (hash.charAt(42) + 1);
    refuse(list, Refusal.WRONG_SHAPE, good.replace(hash, spare), "a hash with spare bits set");
    refuse(
        list, Refusal.BAD_NAME, good.replace("urn:dev", "URN:dev"), "another spelling of the name");
    refuse(list, Refusal.WRONG_SHAPE, good.substring(0, good.indexOf(":urn")), "no name");
    refuse(list, Refusal.TOO_LARGE, good + "x".repeat(257 - good.length()), "257 characters");
  }

  private static void refuse(ArrayNode list, Refusal reason, String text, String note) {
    ObjectNode one = list.addObject().put("note", note).put("text", text);
    one.put("reason", reason.wireName()).put("number", reason.number());
  }

  private void proofs() {
    ObjectNode given = root.putObject("possession");
    given.put("label", LABEL.text()).put("gateway", Story.GATEWAY.text());
    given.put("nonce", NONCE.hex());
    ArrayNode list = given.putArray("proofs");
    Sign1 good = Proof.possession(OLD, NAME, Story.GATEWAY, NONCE);
    possess(list, "a proof", good);
    Bytes other = Digest.sha256(Bytes.ofUtf8("another nonce")).bytes();
    possess(list, "of another nonce", Proof.possession(OLD, NAME, Story.GATEWAY, other));
    possess(list, "to another gateway", Proof.possession(OLD, NAME, Story.SCANNER, NONCE));
    possess(list, "by another device", Proof.possession(OLD, Story.SCANNER, Story.GATEWAY, NONCE));
    possess(list, "with another key", Proof.possession(NEW, NAME, Story.GATEWAY, NONCE));
    possess(list, "with a wrong signature", forged(good));
    possess(list, "a roll-over", Proof.rollOver(OLD, NEW, NAME));
    possess(
        list, "about a shipment", signed(Story.SHIPMENT, ContentType.ENROLMENT, good.payload()));
    possess(
        list,
        "of another content type",
        signed(Subject.of(NAME), ContentType.REQUEST, good.payload()));
    possess(list, "a nonce of 31 bytes", payload(out -> proof(out, NONCE.slice(0, 31), "possess")));
    possess(list, "another action", payload(out -> proof(out, NONCE, "possessed")));
    possess(list, "a field more", payload(out -> proof(out, NONCE, "possess", 5)));
    possess(
        list,
        "no nonce",
        payload(
            out ->
                out.map(2)
                    .integer(1)
                    .text("possess")
                    .integer(2)
                    .raw(OLD.verifyingKey().encoded())));
    possess(
        list,
        "a private key",
        payload(out -> out.map(2).integer(1).text("possess").integer(2).raw(OLD.encodedSecret())));
  }

  private static void proof(CborWriter out, Bytes nonce, String action, int... more) {
    out.map(4 + more.length).integer(1).text(action).integer(2).raw(OLD.verifyingKey().encoded());
    out.integer(3).text(Story.GATEWAY.text()).integer(4).bytes(nonce);
    for (int label : more) {
      out.integer(label).integer(0);
    }
  }

  static Sign1 payload(Consumer<CborWriter> write) {
    return signed(Subject.of(NAME), ContentType.ENROLMENT, Files.cbor(write));
  }

  private static Sign1 signed(Subject subject, ContentType type, Bytes payload) {
    Claims claims = new Claims(NAME, subject, OptionalLong.empty(), Optional.empty());
    return Sign1.sign(OLD, type, claims, payload);
  }

  private static Sign1 forged(Sign1 signed) {
    byte[] octets = signed.encoded().toArray();
    octets[octets.length - 1] ^= 1;
    return Sign1.parse(Bytes.owning(octets), Proof.SIZE_MAX).toOptional().orElseThrow();
  }

  private static void possess(ArrayNode list, String note, Sign1 proof) {
    add(list, note, proof, Enrolment.claim(LABEL).prove(proof, Story.GATEWAY, NONCE));
  }

  private void rollOvers() {
    ObjectNode given = root.putObject("rollOver");
    given.put("label", LABEL.text()).put("coseKey", OLD.verifyingKey().encoded().hex());
    ArrayNode list = given.putArray("orders");
    Sign1 good = Proof.rollOver(OLD, NEW, NAME);
    rollOver(list, "a roll-over", good);
    rollOver(list, "signed with the new key", Proof.rollOver(NEW, OLD, NAME));
    rollOver(list, "to the same key", Proof.rollOver(OLD, OLD, NAME));
    rollOver(list, "of another device", Proof.rollOver(OLD, NEW, Story.SCANNER));
    rollOver(list, "with a wrong signature", forged(good));
    rollOver(list, "a proof of possession", Proof.possession(OLD, NAME, Story.GATEWAY, NONCE));
    Bytes consent = TestKeys.SCANNER.sign(Bytes.EMPTY);
    rollOver(list, "without the new key's consent", payload(out -> order(out, consent)));
    rollOver(list, "a consent of 63 bytes", payload(out -> order(out, consent.slice(0, 63))));
  }

  private static void order(CborWriter out, Bytes consent) {
    out.map(3).integer(1).text("roll over").integer(2).raw(NEW.verifyingKey().encoded());
    out.integer(5).bytes(consent);
  }

  private static void rollOver(ArrayNode list, String note, Sign1 order) {
    Enrolment active =
        Enrolment.claim(LABEL)
            .prove(Proof.possession(OLD, NAME, Story.GATEWAY, NONCE), Story.GATEWAY, NONCE)
            .toOptional()
            .orElseThrow();
    add(list, note, order, active.rollOver(order));
  }

  /** The table of section 10.1: by state what claim, prove, roll over and the others make. */
  private void states() {
    ArrayNode list = root.putArray("states");
    list.addObject().putNull("state").put("event", "claim").put("next", "PENDING");
    for (Enrolment.State state : Enrolment.State.values()) {
      list.addObject().put("state", state.name()).put("event", "claim").putNull("next");
    }
    state(list, "PENDING", "ACTIVE", "", "", "", "REVOKED");
    state(list, "ACTIVE", "", "ACTIVE", "SUSPENDED", "", "REVOKED");
    state(list, "SUSPENDED", "", "", "", "ACTIVE", "REVOKED");
    state(list, "REVOKED", "", "", "", "", "");
  }

  private static void state(ArrayNode list, String state, String... next) {
    for (int i = 0; i < next.length; i++) {
      ObjectNode one = list.addObject().put("state", state).put("event", EVENTS.get(i));
      one.put("next", next[i].isEmpty() ? null : next[i]);
    }
  }

  static void add(ArrayNode list, String note, Sign1 signed, Parsed<Enrolment> next) {
    add(list.addObject().put("note", note), signed, next);
  }

  /** The message, and what becomes of it. */
  static void add(ObjectNode one, Sign1 signed, Parsed<Enrolment> next) {
    one.put("signed", signed.encoded().hex());
    Optional<Refusal> reason = next.match(it -> Optional.empty(), no -> Optional.of(no.refusal()));
    one.put("reason", reason.map(Refusal::wireName).orElse(null));
    one.put("number", reason.map(Refusal::number).orElse(null));
    next.toOptional().ifPresent(it -> one.put("labelAfter", it.label().text()));
  }
}
