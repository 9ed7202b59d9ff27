package org.baymark.protocol.cose;

import java.math.BigInteger;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * The curves of ES256 and SM2, each with field arithmetic made for it. Both have a cofactor of 1.
 */
final class Curves {
  /** FIPS 186-5; SEC 2, secp256r1. */
  static final ECDomainParameters P_256 =
      new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

  /** GB/T 32918.5: the recommended curve of SM2. */
  static final ECDomainParameters SM2 =
      new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

  private Curves() {}

  /** The public key whose point has these coordinates, 32 bytes each. */
  static ECPublicKeyParameters publicKey(ECDomainParameters curve, Bytes xy)
      throws RefusalException {
    byte[] uncompressed = Bytes.owning(new byte[] {4}).concat(xy).unsafeArray();
    try {
      // The parameters' constructor checks the point as SEC 1, section 3.2.2.1, demands.
      return new ECPublicKeyParameters(curve.getCurve().decodePoint(uncompressed), curve);
    } catch (IllegalArgumentException e) {
      throw new RefusalException(Refusal.BAD_KEY, "a key that is no point of its curve");
    }
  }

  /** x and y of the point that belongs to {@code secret}, which is from 1 to {@code most}. */
  static Bytes publicPart(ECDomainParameters curve, Bytes secret, BigInteger most)
      throws RefusalException {
    BigInteger d = new BigInteger(1, secret.unsafeArray());
    if (d.signum() == 0 || d.compareTo(most) > 0) {
      throw new RefusalException(Refusal.BAD_KEY, "a secret outside the range of its curve");
    }
    return Bytes.owning(curve.getG().multiply(d).getEncoded(false)).slice(1, 65);
  }
}
