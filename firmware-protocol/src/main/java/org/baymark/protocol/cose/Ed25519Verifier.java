package org.baymark.protocol.cose;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 with one rule of acceptance (PROTOCOL.md, "Suites"): the key is canonical and of prime
 * order, S is below the group order, R is canonical and in the prime-order group. Under these
 * conditions the cofactored and the cofactorless equation of RFC 8032, section 5.1.7, agree, so
 * verifiers of either kind give the same verdict.
 */
record Ed25519Verifier(Ed25519.PublicPoint key) implements VerifyingKey.Verifier {

  static Ed25519Verifier of(Bytes publicKey) throws RefusalException {
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(publicKey.unsafeArray(), 0);
    if (point == null) {
      String what = "an Ed25519 key that is not a canonical point of prime order";
      throw new RefusalException(Refusal.BAD_KEY, what);
    }
    return new Ed25519Verifier(point);
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, key, message, 0, message.length)
        && Ed25519.validatePublicKeyFull(signature, 0); // R stands first, encoded as a key is
  }
}
