package org.baymark.protocol.vectors;

import java.math.BigInteger;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.VerifyingKey;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECPoint;

/**
 * An ECDSA signature whose point has an x between n and p, which a signer meets once in 2^128: r is
 * x - n. A verifier that compares x itself with r refuses it.
 */
record WideX(VerifyingKey key, Bytes signature, Bytes unreduced) {
  private static final X9ECParameters CURVE = NISTNamedCurves.getByName("P-256");
  private static final BigInteger S = BigInteger.valueOf(1_000_003);

  static WideX of(Bytes message) {
    BigInteger n = CURVE.getN();
    BigInteger x = n;
    ECPoint point = pointAt(x);
    while (point.isInfinity() || x.equals(n)) { // r = 0 is no signature
      x = x.add(BigInteger.ONE);
      point = pointAt(x);
    }
    BigInteger r = x.subtract(n);
    // [h/s]G + [r/s]Q is to be the point: so Q = [s/r]point - [h/r]G.
    BigInteger inverse = r.modInverse(n);
    ECPoint q = point.multiply(S.multiply(inverse).mod(n));
    q = q.subtract(CURVE.getG().multiply(hash(message).multiply(inverse).mod(n))).normalize();
    Bytes xy = Bytes.owning(q.getEncoded(false)).slice(1, 65);
    CborWriter out = new CborWriter().map(4).integer(1).integer(2).integer(-1).integer(1);
    out.integer(-2).bytes(xy.slice(0, 32)).integer(-3).bytes(xy.slice(32, 64));
    VerifyingKey key = VerifyingKey.parse(out.toBytes()).toOptional().orElseThrow();
    Bytes s = SignatureVectors.big(S);
    return new WideX(key, SignatureVectors.big(r).concat(s), SignatureVectors.big(x).concat(s));
  }

  /** SHA-256 as a number. */
  static BigInteger hash(Bytes message) {
    return SignatureVectors.number(Digest.sha256(message).bytes());
  }

  /** The point with this x and an even y; infinity if there is none. */
  private static ECPoint pointAt(BigInteger x) {
    Bytes compressed = Bytes.ofHex("02").concat(SignatureVectors.big(x));
    try {
      return CURVE.getCurve().decodePoint(compressed.toArray());
    } catch (IllegalArgumentException e) {
      return CURVE.getCurve().getInfinity();
    }
  }
}
