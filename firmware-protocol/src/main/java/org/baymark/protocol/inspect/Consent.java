package org.baymark.protocol.inspect;

import java.util.Optional;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Proof;

/**
 * The new key's own signature in a roll-over. It is over both keys (PROTOCOL.md, section 10.1), so
 * who does not know the key before can say nothing of it.
 */
final class Consent {
  static final String UNCHECKED = "not checked: --key names the key before, which it is over";
  static final String ACCEPTED_BUT =
      "yes, but for the consent of the new key, which is not checked";
  static final String REFUSED =
      "no: %s (%d): the new key does not consent"
          .formatted(Refusal.BAD_KEY.wireName(), Refusal.BAD_KEY.number());

  private Consent() {}

  /** The order in {@code signed}, if it is one. */
  static Optional<Proof.RollOver> asked(Sign1 signed) {
    return Proof.parse(signed)
        .toOptional()
        .flatMap(proof -> proof.match(it -> Optional.empty(), Optional::of));
  }

  /**
   * Whether the new key wants to be one.
   *
   * @param before which signed {@code signed}
   */
  static Verdict judge(Sign1 signed, Proof.RollOver order, VerifyingKey before) {
    if (order.key().equals(before)) {
      return Verdict.wrong("the new key is the key before");
    }
    return order
            .key()
            .verifies(Proof.consented(signed.issuer(), before, order.key()), order.consent())
        ? Verdict.right("by " + order.key() + ", the new key")
        : Verdict.wrong("the new key did not sign it");
  }
}
