package org.baymark.protocol.enrolment;

import java.util.EnumSet;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * One device at one gateway, from the operator's claim to the end of its key. Pure: each event
 * makes the next state or is refused, and a refused event changes nothing.
 *
 * @param label what the operator scanned; after a roll-over that of the new key
 * @param key that the device proved to have; empty while pending
 */
public record Enrolment(Label label, State state, Optional<VerifyingKey> key) {

  /** Where a device stands. Only {@link #ACTIVE} is heard. */
  public enum State {
    /** Claimed by the operator; the device has proven nothing yet. */
    PENDING,
    /** Its statements are taken. */
    ACTIVE,
    /** Not heard for now; the operator can take that back. */
    SUSPENDED,
    /** Never heard again under this key. */
    REVOKED
  }

  /** The operator holds the device and scanned its label. */
  public static Enrolment claim(Label label) {
    return new Enrolment(label, State.PENDING, Optional.empty());
  }

  /**
   * Its label was scanned again. A name is claimed once: after a revocation its history is closed
   * here, and a device that is put to use again takes another one.
   */
  public Parsed<Enrolment> claimAgain() {
    return Parsed.of(
        () -> {
          demandState(EnumSet.noneOf(State.class));
          return this;
        });
  }

  /**
   * The device answered the nonce that this gateway drew for it.
   *
   * @param nonce drawn for this device and not used before
   */
  public Parsed<Enrolment> prove(Sign1 answer, DevUrn gateway, Bytes nonce) {
    return Parsed.of(
        () -> {
          demandState(EnumSet.of(State.PENDING));
          demandName(answer);
          Proof proof = Proof.parse(answer).orRefuse();
          if (!(proof instanceof Proof.Possession possession)) {
            throw new RefusalException(Refusal.OUT_OF_RANGE, "a proof of possession belongs here");
          }
          if (!label.fits(possession.key())) {
            throw new RefusalException(Refusal.UNKNOWN_KEY, "not the key that the label promises");
          }
          if (!possession.gateway().equals(gateway) || !possession.nonce().equals(nonce)) {
            throw new RefusalException(Refusal.WRONG_NONCE, "an answer to another question");
          }
          demandSigned(answer, possession.key());
          return new Enrolment(label, State.ACTIVE, Optional.of(possession.key()));
        });
  }

  /** The device goes over to another key; its history goes on with its next boot. */
  public Parsed<Enrolment> rollOver(Sign1 order) {
    return Parsed.of(
        () -> {
          demandState(EnumSet.of(State.ACTIVE));
          demandName(order);
          Proof proof = Proof.parse(order).orRefuse();
          if (!(proof instanceof Proof.RollOver next)) {
            throw new RefusalException(Refusal.OUT_OF_RANGE, "a roll-over belongs here");
          }
          VerifyingKey before = key.orElseThrow();
          demandSigned(order, before);
          Bytes consented = Proof.consented(label.name(), before, next.key());
          if (next.key().equals(before) || !next.key().verifies(consented, next.consent())) {
            throw new RefusalException(Refusal.BAD_KEY, "the new key does not consent");
          }
          return new Enrolment(
              Label.of(label.name(), next.key()), State.ACTIVE, Optional.of(next.key()));
        });
  }

  /** The operator does not trust it for now. */
  public Parsed<Enrolment> suspend() {
    return operator(State.ACTIVE, State.SUSPENDED);
  }

  /** The operator trusts it again. */
  public Parsed<Enrolment> resume() {
    return operator(State.SUSPENDED, State.ACTIVE);
  }

  private Parsed<Enrolment> operator(State from, State to) {
    return Parsed.of(
        () -> {
          demandState(EnumSet.of(from));
          return new Enrolment(label, to, key);
        });
  }

  /** The end of this key, and of a claim that was not proven. */
  public Parsed<Enrolment> revoke() {
    return Parsed.of(
        () -> {
          demandState(EnumSet.complementOf(EnumSet.of(State.REVOKED)));
          return new Enrolment(label, State.REVOKED, key);
        });
  }

  private void demandState(EnumSet<State> allowed) throws RefusalException {
    if (!allowed.contains(state)) {
      throw new RefusalException(Refusal.WRONG_STATE, label.name() + " is " + state);
    }
  }

  private void demandName(Sign1 signed) throws RefusalException {
    if (!signed.issuer().equals(label.name())) {
      throw new RefusalException(Refusal.UNKNOWN_DEVICE, signed.issuer() + " was not claimed");
    }
  }

  private static void demandSigned(Sign1 signed, VerifyingKey key) throws RefusalException {
    if (!signed.signedBy(key)) {
      throw new RefusalException(Refusal.BAD_SIGNATURE, "the key did not sign this");
    }
  }
}
