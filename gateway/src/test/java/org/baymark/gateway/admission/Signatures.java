package org.baymark.gateway.admission;

import java.math.BigInteger;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;

/** Changes to signed bytes that keep their form: the signature is their last 64 bytes. */
final class Signatures {
  /** The order of P-256 (SEC 2, section 2.4.2). */
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private Signatures() {}

  /** The same statement with the other ECDSA signature that is as right. */
  static Sign1 withOtherS(Sign1 signed) {
    BigInteger s = new BigInteger(1, signed.signature().slice(32, 64).toArray());
    String hex = "%064x".formatted(ORDER.subtract(s));
    int size = signed.encoded().size();
    Bytes changed = signed.encoded().slice(0, size - 32).concat(Bytes.ofHex(hex));
    return Sign1.parse(changed, size).toOptional().orElseThrow();
  }

  /** The bytes with one bit of the signature turned. */
  static Bytes forged(Sign1 signed) {
    byte[] octets = signed.encoded().toArray();
    octets[octets.length - 1] ^= 1;
    return Bytes.owning(octets);
  }
}
