package org.baymark.protocol.enrolment;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * What a device signs about its keys (iss = sub = its name): that it has one, or that another one
 * takes its place.
 */
public sealed interface Proof {
  int SIZE_MAX = 1024;
  int NONCE_SIZE = 32;

  /**
   * "This key is mine", signed with it.
   *
   * @param gateway that asked; so one gateway's answer is no other's
   * @param nonce 32 bytes that this gateway drew for this device, once
   */
  record Possession(DevUrn gateway, Bytes nonce, VerifyingKey key) implements Proof {}

  /**
   * "From my next boot on this is my key", signed with the key before it.
   *
   * @param consent the new key's signature over {@link #consented}: nobody rolls over to a key that
   *     is not theirs
   */
  record RollOver(VerifyingKey key, Bytes consent) implements Proof {}

  default <R> R match(Function<Possession, R> possession, Function<RollOver, R> rollOver) {
    return this instanceof Possession one ? possession.apply(one) : rollOver.apply((RollOver) this);
  }

  /** The proof that a device signed. Its signature is not checked here. */
  static Parsed<Proof> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          signed.expect(ContentType.ENROLMENT);
          if (!signed.subject().equals(Subject.of(signed.issuer()))) {
            throw new RefusalException(Refusal.BAD_SUBJECT, "a device proves its own key");
          }
          CborReader in = CborReader.open(signed.payload());
          CborFields fields = in.fields();
          fields.required(1);
          int start = in.offset();
          String action = in.text(16);
          Proof proof = read(action, fields, in, start);
          fields.end();
          return proof;
        });
  }

  private static Proof read(String action, CborFields fields, CborReader in, int start)
      throws RefusalException {
    switch (action) {
      case "possess" -> {
        fields.required(2);
        VerifyingKey key = VerifyingKey.read(in);
        fields.required(3);
        int gatewayAt = in.offset();
        DevUrn gateway = DevUrn.read(in.text(DevUrn.SIZE_MAX), gatewayAt);
        fields.required(4);
        return new Possession(gateway, in.bytesOf(NONCE_SIZE), key);
      }
      case "roll over" -> {
        fields.required(2);
        VerifyingKey key = VerifyingKey.read(in);
        fields.required(5);
        return new RollOver(key, in.bytesOf(Sign1.SIGNATURE_SIZE));
      }
      default -> throw new RefusalException(Refusal.OUT_OF_RANGE, start, "no proof to " + action);
    }
  }

  private Bytes encoded() {
    CborWriter out = new CborWriter();
    return match(
        one ->
            out.map(4)
                .integer(1)
                .text("possess")
                .integer(2)
                .raw(one.key().encoded())
                .integer(3)
                .text(one.gateway().text())
                .integer(4)
                .bytes(one.nonce())
                .toBytes(),
        one ->
            out.map(3)
                .integer(1)
                .text("roll over")
                .integer(2)
                .raw(one.key().encoded())
                .integer(5)
                .bytes(one.consent())
                .toBytes());
  }

  /** What the new key of a roll-over signs: [type, iss, old thumbprint, new thumbprint]. */
  static Bytes consented(DevUrn device, VerifyingKey before, VerifyingKey after) {
    return new CborWriter()
        .array(4)
        .text("baymark roll-over v1")
        .text(device.text())
        .digest(before.thumbprint())
        .digest(after.thumbprint())
        .toBytes();
  }

  /** The answer of {@code device} to a gateway's nonce. */
  static Sign1 possession(SigningKey key, DevUrn device, DevUrn gateway, Bytes nonce) {
    return sign(key, device, new Possession(gateway, nonce, key.verifyingKey()));
  }

  /** From {@code before} to {@code after}. */
  static Sign1 rollOver(SigningKey before, SigningKey after, DevUrn device) {
    Bytes consent = after.sign(consented(device, before.verifyingKey(), after.verifyingKey()));
    return sign(before, device, new RollOver(after.verifyingKey(), consent));
  }

  private static Sign1 sign(SigningKey key, DevUrn device, Proof proof) {
    Claims claims = new Claims(device, Subject.of(device), OptionalLong.empty(), Optional.empty());
    return Sign1.sign(key, ContentType.ENROLMENT, claims, proof.encoded());
  }
}
