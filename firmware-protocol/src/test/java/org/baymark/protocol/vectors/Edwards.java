package org.baymark.protocol.vectors;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.baymark.protocol.bytes.Bytes;

/**
 * The curve of Ed25519 as RFC 8032, section 5.1, writes it down: slow, and able to make what no
 * signer makes. Only for vectors that have to be refused.
 */
record Edwards(BigInteger x, BigInteger y) {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final Edwards NEUTRAL = new Edwards(BigInteger.ZERO, BigInteger.ONE);
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  static final Edwards BASE =
      decode(Bytes.ofHex("5866666666666666666666666666666666666666666666666666666666666666"));

  /** A point of order 8. */
  static final Edwards TORSION =
      decode(Bytes.ofHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

  static Edwards decode(Bytes encoded) {
    byte[] big = reversed(encoded.toArray());
    boolean odd = big[0] < 0;
    big[0] &= 0x7f;
    BigInteger y = new BigInteger(1, big);
    BigInteger yy = y.multiply(y);
    BigInteger xx =
        yy.subtract(BigInteger.ONE).multiply(D.multiply(yy).add(BigInteger.ONE).modInverse(P));
    BigInteger x = xx.mod(P).modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).subtract(xx).mod(P).equals(BigInteger.ZERO)) {
      x = x.multiply(BigInteger.TWO.modPow(P.shiftRight(2), P)).mod(P);
    }
    return new Edwards(x.testBit(0) == odd ? x : P.subtract(x), y);
  }

  Edwards plus(Edwards other) {
    BigInteger cross = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
    BigInteger sumX = x.multiply(other.y).add(y.multiply(other.x));
    BigInteger sumY = y.multiply(other.y).add(x.multiply(other.x));
    return new Edwards(
        sumX.multiply(BigInteger.ONE.add(cross).modInverse(P)).mod(P),
        sumY.multiply(BigInteger.ONE.subtract(cross).modInverse(P)).mod(P));
  }

  Edwards times(BigInteger factor) {
    Edwards sum = NEUTRAL;
    for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      sum = factor.testBit(bit) ? sum.plus(this) : sum;
    }
    return sum;
  }

  Bytes encoded() {
    byte[] little = little(y).toArray();
    little[31] |= (byte) (x.testBit(0) ? 0x80 : 0);
    return Bytes.owning(little);
  }

  /** 32 bytes, the least significant first. */
  static Bytes little(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < 32 && i < big.length; i++) {
      little[i] = big[big.length - 1 - i];
    }
    return Bytes.owning(little);
  }

  /** The number that 32 bytes are, the least significant first. */
  static BigInteger number(Bytes little) {
    return new BigInteger(1, reversed(little.toArray()));
  }

  /** The secret scalar of a seed (RFC 8032, section 5.1.5). */
  static BigInteger scalar(Bytes seed) {
    byte[] low = Arrays.copyOf(sha512(seed).toArray(), 32);
    low[0] &= (byte) 0xf8;
    low[31] = (byte) ((low[31] & 0x7f) | 0x40);
    return new BigInteger(1, reversed(low));
  }

  /** What signer and verifier hash: R, A and the message, modulo L. */
  static BigInteger challenge(Bytes r, Bytes key, Bytes message) {
    return new BigInteger(1, reversed(sha512(r.concat(key).concat(message)).toArray())).mod(L);
  }

  private static byte[] reversed(byte[] octets) {
    byte[] turned = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      turned[i] = octets[octets.length - 1 - i];
    }
    return turned;
  }

  private static Bytes sha512(Bytes message) {
    try {
      return Bytes.owning(MessageDigest.getInstance("SHA-512").digest(message.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-512", e);
    }
  }
}
