package org.baymark.protocol.cose;

import java.math.BigInteger;
import org.baymark.protocol.bytes.Bytes;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** Signing with SM2 and SM3 (GB/T 32918.2, section 6; GB/T 32905). */
final class Sm2 {
  /** Who signs, as far as ZA is concerned: the default of GM/T 0009, section 10, for everybody. */
  static final Bytes USER_ID = Bytes.ofUtf8("1234567812345678");

  /** The largest secret: with n-1 the inverse of 1 + d, which a signer needs, does not exist. */
  static final BigInteger SECRET_MAX = Curves.SM2.getN().subtract(BigInteger.TWO);

  private static final ECDomainParameters CURVE = Curves.SM2;

  private Sm2() {}

  /**
   * e = SM3(ZA || message), where ZA = SM3(bits of the id || id || a || b || xG || yG || xA || yA).
   */
  static BigInteger e(Bytes userId, Bytes xy, Bytes message) {
    SM3Digest za = new SM3Digest();
    int bits = 8 * userId.size();
    za.update((byte) (bits >> 8));
    za.update((byte) bits);
    update(za, userId);
    update(za, Bytes.owning(CURVE.getCurve().getA().getEncoded()));
    update(za, Bytes.owning(CURVE.getCurve().getB().getEncoded()));
    update(za, Bytes.owning(CURVE.getG().getEncoded(false)).slice(1, 65));
    update(za, xy);
    SM3Digest hash = new SM3Digest();
    update(hash, finished(za));
    update(hash, message);
    return new BigInteger(1, finished(hash).unsafeArray());
  }

  /**
   * The signature over {@code message}: r and s, 32 bytes each. The nonce is that of RFC 6979,
   * section 3.2, with HMAC-SM3 and e in the place of the hash: the standard asks for a random one,
   * and a verifier cannot tell.
   */
  static Bytes sign(Bytes secret, Bytes xy, Bytes message) {
    BigInteger d = new BigInteger(1, secret.unsafeArray());
    BigInteger e = e(USER_ID, xy, message);
    HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SM3Digest());
    nonces.init(CURVE.getN(), d, BigIntegers.asUnsignedByteArray(32, e));
    while (true) {
      Bytes signature = sign(d, e, nonces.nextK());
      if (signature.size() > 0) {
        return signature;
      }
    }
  }

  /** Steps A4 to A7 with the nonce {@code k}; empty where the standard wants another one. */
  static Bytes sign(BigInteger d, BigInteger e, BigInteger k) {
    BigInteger n = CURVE.getN();
    BigInteger x =
        new FixedPointCombMultiplier()
            .multiply(CURVE.getG(), k)
            .normalize()
            .getAffineXCoord()
            .toBigInteger();
    BigInteger r = e.add(x).mod(n);
    BigInteger inverse = BigIntegers.modOddInverse(n, d.add(BigInteger.ONE));
    BigInteger s = inverse.multiply(k.subtract(r.multiply(d))).mod(n);
    if (r.signum() == 0 || r.add(k).equals(n) || s.signum() == 0) {
      return Bytes.EMPTY;
    }
    return Bytes.owning(BigIntegers.asUnsignedByteArray(32, r))
        .concat(Bytes.owning(BigIntegers.asUnsignedByteArray(32, s)));
  }

  private static void update(SM3Digest digest, Bytes octets) {
    digest.update(octets.unsafeArray(), 0, octets.size());
  }

  private static Bytes finished(SM3Digest digest) {
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return Bytes.owning(hash);
  }
}
