package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Which P-256 keys and ECDSA signatures count. */
class P256RuleTest {
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  private static final SigningKey SIGNER = Keys.signing(Suite.ES256);
  private static final Bytes MESSAGE = Bytes.ofUtf8("message");

  private static String hex(BigInteger number) {
    return String.format("%064x", number);
  }

  private static String keyAnswer(BigInteger x, BigInteger y) {
    return Keys.answer(VerifyingKey.parse(Bytes.ofHex(Keys.p256Hex(hex(x), hex(y)))));
  }

  @Test
  void keysArePointsOfTheCurve() {
    Bytes xy = SIGNER.verifyingKey().publicPart();
    BigInteger x = new BigInteger(1, xy.slice(0, 32).toArray());
    BigInteger y = new BigInteger(1, xy.slice(32, 64).toArray());
    assertEquals("accepted", keyAnswer(x, y));
    assertEquals("accepted", keyAnswer(x, P.subtract(y)), "another key, but a key");
    assertEquals("bad-key", keyAnswer(x, y.add(BigInteger.ONE)));
    assertEquals("bad-key", keyAnswer(x.add(BigInteger.ONE), y));
    assertEquals("bad-key", keyAnswer(y, x));
    assertEquals("bad-key", keyAnswer(BigInteger.ZERO, BigInteger.ZERO));
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertEquals("bad-key", keyAnswer(most, y));
    assertEquals("bad-key", keyAnswer(x, most));
  }

  /** The point with x = 0, whose x could also be written as p. */
  @Test
  void coordinatesAreBelowP() {
    // y = sqrt(b): SEC 2, secp256r1.
    BigInteger b =
        new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    BigInteger y = b.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
    assertEquals(b, y.modPow(BigInteger.TWO, P));
    assertEquals("accepted", keyAnswer(BigInteger.ZERO, y));
    assertEquals("bad-key", keyAnswer(P, y));
  }

  @Test
  void rAndSAreFrom1ToNMinus1() {
    Bytes signature = SIGNER.sign(MESSAGE);
    BigInteger r = new BigInteger(1, signature.slice(0, 32).toArray());
    BigInteger s = new BigInteger(1, signature.slice(32, 64).toArray());
    assertTrue(verifies(r, s));
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    for (BigInteger wrong : List.of(BigInteger.ZERO, N, N.add(BigInteger.ONE), most)) {
      assertFalse(verifies(wrong, s), "r = " + wrong);
      assertFalse(verifies(r, wrong), "s = " + wrong);
      assertFalse(verifies(wrong, wrong));
    }
    for (BigInteger other : List.of(BigInteger.ONE, N.subtract(BigInteger.ONE))) {
      assertFalse(verifies(other, s));
      assertFalse(verifies(r, other));
    }
    assertFalse(verifies(s, r));
  }

  /** Secure elements make them, and nothing rests on the bytes of a signature. */
  @Test
  void aHighSIsAccepted() {
    for (int i = 0; i < 8; i++) {
      Bytes message = Bytes.ofUtf8("message " + i);
      Bytes signature = SIGNER.sign(message);
      BigInteger s = new BigInteger(1, signature.slice(32, 64).toArray());
      Bytes other = signature.slice(0, 32).concat(Bytes.ofHex(hex(N.subtract(s))));
      assertTrue(SIGNER.verifyingKey().verifies(message, signature));
      assertTrue(SIGNER.verifyingKey().verifies(message, other));
    }
  }

  private static boolean verifies(BigInteger r, BigInteger s) {
    return SIGNER.verifyingKey().verifies(MESSAGE, Bytes.ofHex(hex(r) + hex(s)));
  }

  @Test
  void aSignatureHas64Bytes() {
    Bytes signature = SIGNER.sign(MESSAGE);
    for (int size = 0; size < 64; size++) {
      assertFalse(SIGNER.verifyingKey().verifies(MESSAGE, signature.slice(0, size)));
    }
    assertFalse(SIGNER.verifyingKey().verifies(MESSAGE, signature.concat(Bytes.ofHex("00"))));
  }

  @Test
  void secretsAreFrom1ToNMinus1() {
    for (BigInteger wrong : List.of(BigInteger.ZERO, N, N.add(BigInteger.ONE))) {
      assertEquals(
          "bad-key", Keys.answer(SigningKey.ofSecret(Suite.ES256, Bytes.ofHex(hex(wrong)))));
    }
    for (BigInteger right : List.of(BigInteger.ONE, N.subtract(BigInteger.ONE))) {
      SigningKey key = Keys.ok(SigningKey.ofSecret(Suite.ES256, Bytes.ofHex(hex(right))));
      assertTrue(key.verifyingKey().verifies(MESSAGE, key.sign(MESSAGE)));
    }
    assertEquals("bad-key", Keys.answer(SigningKey.ofSecret(Suite.ES256, Bytes.EMPTY)));
  }
}
