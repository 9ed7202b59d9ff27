package org.baymark.protocol.vectors;

import java.math.BigInteger;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.VerifyingKey;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SM3Digest;

/** SM2 as GB/T 32918.2 writes it down, able to make what no signer makes. Only for vectors. */
record Sm2Maker(BigInteger secret, Bytes xy) {
  private static final X9ECParameters CURVE = GMNamedCurves.getByName("sm2p256v1");
  static final BigInteger N = CURVE.getN();
  private static final BigInteger NONCE = BigInteger.valueOf(7_654_321);

  private static final Bytes PUBLISHED_XY =
      Bytes.ofHex(
          "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
              + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");

  /** GB/T 32918.5-2017, annex A: of the message "message digest". */
  static final Bytes PUBLISHED =
      Bytes.ofHex(
          "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
              + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");

  static VerifyingKey publishedKey() {
    CborWriter out = new CborWriter().map(4).integer(1).integer(2).integer(-1).integer(-65538);
    out.integer(-2).bytes(PUBLISHED_XY.slice(0, 32)).integer(-3).bytes(PUBLISHED_XY.slice(32, 64));
    return VerifyingKey.parse(out.toBytes()).toOptional().orElseThrow();
  }

  /** SM3(ZA || message) for a signer of this id. */
  BigInteger hash(Bytes id, Bytes message) {
    Bytes curve = Bytes.owning(CURVE.getCurve().getA().getEncoded());
    curve = curve.concat(Bytes.owning(CURVE.getCurve().getB().getEncoded()));
    curve = curve.concat(Bytes.owning(CURVE.getG().getEncoded(false)).slice(1, 65));
    int bits = 8 * id.size();
    Bytes length = Bytes.owning(new byte[] {(byte) (bits >> 8), (byte) bits});
    Bytes za = SignatureVectors.big(sm3(length.concat(id).concat(curve).concat(xy)));
    return sm3(za.concat(message));
  }

  static BigInteger sm3(Bytes message) {
    SM3Digest digest = new SM3Digest();
    digest.update(message.toArray(), 0, message.size());
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return new BigInteger(1, hash);
  }

  /** r = e + x, s = (k - r d) / (1 + d), with a nonce k that everybody knows. */
  Bytes signature(BigInteger e) {
    BigInteger x = CURVE.getG().multiply(NONCE).normalize().getAffineXCoord().toBigInteger();
    BigInteger r = e.add(x).mod(N);
    BigInteger inverse = secret.add(BigInteger.ONE).modInverse(N);
    BigInteger s = inverse.multiply(NONCE.subtract(r.multiply(secret))).mod(N);
    return SignatureVectors.big(r).concat(SignatureVectors.big(s));
  }

  /** [s]G + [r + s]P is the point at infinity, which has no x: s (1 + d) = -r d. */
  Bytes infinity() {
    BigInteger r = BigInteger.valueOf(42);
    BigInteger inverse = secret.add(BigInteger.ONE).modInverse(N);
    BigInteger s = inverse.multiply(r.multiply(secret)).negate().mod(N);
    return SignatureVectors.big(r).concat(SignatureVectors.big(s));
  }
}
