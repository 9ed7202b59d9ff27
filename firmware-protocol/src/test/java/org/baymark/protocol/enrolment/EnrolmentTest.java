package org.baymark.protocol.enrolment;

import static org.baymark.protocol.enrolment.Devices.GATEWAY;
import static org.baymark.protocol.enrolment.Devices.NAME;
import static org.baymark.protocol.enrolment.Devices.NONCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.junit.jupiter.api.Test;

/** Every event in every state, and everything that can be wrong with a proof. */
class EnrolmentTest {
  private static final SigningKey ONE = Devices.key(Suite.ES256, "one");
  private static final SigningKey TWO = Devices.key(Suite.EDDSA, "two");
  private static final Enrolment CLAIMED = Enrolment.claim(Label.of(NAME, ONE.verifyingKey()));
  private static final Sign1 PROOF = Proof.possession(ONE, NAME, GATEWAY, NONCE);
  private static final Sign1 ROLL_OVER = Proof.rollOver(ONE, TWO, NAME);

  private static final Map<String, Function<Enrolment, Parsed<Enrolment>>> EVENTS =
      new LinkedHashMap<>();

  static {
    EVENTS.put("prove", it -> it.prove(PROOF, GATEWAY, NONCE));
    EVENTS.put("roll over", it -> it.rollOver(ROLL_OVER));
    EVENTS.put("suspend", Enrolment::suspend);
    EVENTS.put("resume", Enrolment::resume);
    EVENTS.put("revoke", Enrolment::revoke);
  }

  private static Enrolment ok(Parsed<Enrolment> next) {
    return next.toOptional().orElseThrow();
  }

  private static Enrolment in(State state) {
    Enrolment active = ok(CLAIMED.prove(PROOF, GATEWAY, NONCE));
    return switch (state) {
      case PENDING -> CLAIMED;
      case ACTIVE -> active;
      case SUSPENDED -> ok(active.suspend());
      case REVOKED -> ok(active.revoke());
    };
  }

  @Test
  void everyEventInEveryState() {
    Map<State, String> table = new EnumMap<>(State.class);
    table.put(State.PENDING, "ACTIVE no no no REVOKED");
    table.put(State.ACTIVE, "no ACTIVE SUSPENDED no REVOKED");
    table.put(State.SUSPENDED, "no no no ACTIVE REVOKED");
    table.put(State.REVOKED, "no no no no no");
    table.forEach(
        (state, row) -> {
          StringBuilder found = new StringBuilder();
          for (Function<Enrolment, Parsed<Enrolment>> event : EVENTS.values()) {
            found
                .append(' ')
                .append(
                    event.apply(in(state)).match(it -> it.state().name(), EnrolmentTest::state));
          }
          assertEquals(row, found.substring(1), state.name());
        });
  }

  private static String state(Parsed.Refused<Enrolment> refused) {
    assertEquals("wrong-state", refused.refusal().wireName());
    return "no";
  }

  private static String answer(Parsed<Enrolment> next) {
    return next.match(it -> "accepted", refused -> refused.refusal().wireName());
  }

  @Test
  void aProofIsOfThisDeviceToThisGatewayForThisNonceWithThePromisedKey() {
    Bytes other = Bytes.of(new byte[32]);
    DevUrn stranger = new DevUrn("urn:dev:os:32473-stranger");
    Map<Sign1, String> proofs = new LinkedHashMap<>();
    proofs.put(PROOF, "accepted");
    proofs.put(Proof.possession(ONE, NAME, GATEWAY, other), "wrong-nonce");
    proofs.put(Proof.possession(ONE, NAME, stranger, NONCE), "wrong-nonce");
    proofs.put(Proof.possession(ONE, stranger, GATEWAY, NONCE), "unknown-device");
    proofs.put(Proof.possession(TWO, NAME, GATEWAY, NONCE), "unknown-key");
    proofs.put(ROLL_OVER, "out-of-range");
    proofs.put(forged(PROOF), "bad-signature");
    proofs.forEach(
        (proof, answer) -> assertEquals(answer, answer(CLAIMED.prove(proof, GATEWAY, NONCE))));
  }

  @Test
  void aRollOverIsSignedByBothKeys() {
    Enrolment active = in(State.ACTIVE);
    Map<Sign1, String> orders = new LinkedHashMap<>();
    orders.put(ROLL_OVER, "accepted");
    orders.put(Proof.rollOver(TWO, ONE, NAME), "bad-signature");
    orders.put(Proof.rollOver(ONE, ONE, NAME), "bad-key");
    orders.put(Proof.rollOver(ONE, TWO, GATEWAY), "unknown-device");
    orders.put(PROOF, "out-of-range");
    orders.put(forged(ROLL_OVER), "bad-signature");
    orders.forEach((order, answer) -> assertEquals(answer, answer(active.rollOver(order))));
  }

  @Test
  void afterARollOverTheNewKeyIsTheOnlyOne() {
    Enrolment rolled = ok(in(State.ACTIVE).rollOver(ROLL_OVER));
    assertEquals(Optional.of(TWO.verifyingKey()), rolled.key());
    assertEquals("bad-signature", answer(rolled.rollOver(ROLL_OVER)));
    assertEquals("accepted", answer(rolled.rollOver(Proof.rollOver(TWO, ONE, NAME))));
  }

  @Test
  void everyBitOfAProofCounts() {
    Bytes whole = PROOF.encoded();
    for (int bit = 0; bit < 8 * whole.size(); bit++) {
      byte[] octets = whole.toArray();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      Parsed<Enrolment> next =
          Parsed.of(
              () ->
                  CLAIMED
                      .prove(Sign1.read(Bytes.owning(octets), Proof.SIZE_MAX), GATEWAY, NONCE)
                      .orRefuse());
      assertEquals(Optional.empty(), next.toOptional(), "bit " + bit);
    }
  }

  private static Sign1 forged(Sign1 signed) {
    byte[] octets = signed.encoded().toArray();
    octets[octets.length - 1] ^= 1;
    return Sign1.parse(Bytes.owning(octets), Proof.SIZE_MAX).toOptional().orElseThrow();
  }
}
