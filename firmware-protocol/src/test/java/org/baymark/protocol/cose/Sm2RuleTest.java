package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/** Which SM2 keys and signatures count; the example of the standard. */
class Sm2RuleTest {
  private static final BigInteger N = Curves.SM2.getN();
  private static final BigInteger P = Curves.SM2.getCurve().getField().getCharacteristic();
  private static final SigningKey SIGNER = Keys.signing(Suite.SM2);
  private static final Bytes MESSAGE = Bytes.ofUtf8("message");

  /** GB/T 32918.5-2017 (GM/T 0003.5-2012), annex A.2: its user id is ours. */
  private static final Bytes SECRET =
      Bytes.ofHex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");

  private static final Bytes XY =
      Bytes.ofHex(
          "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
              + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
  private static final BigInteger NONCE =
      new BigInteger("59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21", 16);
  private static final Bytes SIGNATURE =
      Bytes.ofHex(
          "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
              + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");

  @Test
  void theExampleOfTheStandard() {
    SigningKey key = Keys.ok(SigningKey.ofSecret(Suite.SM2, SECRET));
    assertEquals(XY, key.verifyingKey().publicPart());
    Bytes message = Bytes.ofUtf8("message digest");
    BigInteger e = Sm2.e(Sm2.USER_ID, XY, message);
    assertEquals("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640", hex(e));
    assertEquals(SIGNATURE, Sm2.sign(new BigInteger(1, SECRET.toArray()), e, NONCE));
    assertTrue(key.verifyingKey().verifies(message, SIGNATURE));
    assertFalse(key.verifyingKey().verifies(MESSAGE, SIGNATURE));
    assertTrue(key.verifyingKey().verifies(message, key.sign(message)));
  }

  @Test
  void theCoseKeyHasAPrivateCurve() {
    String hex = "a40102" + "203a00010001" + "215820" + XY.slice(0, 32).hex();
    Bytes encoded = Bytes.ofHex(hex + "225820" + XY.slice(32, 64).hex());
    VerifyingKey key = Keys.ok(VerifyingKey.parse(encoded));
    assertEquals(Suite.SM2, key.suite());
    assertEquals(encoded, key.encoded());
    assertEquals(-65538, Suite.SM2.algorithm());
    String p256 = encoded.hex().replace("203a00010001", "2001");
    assertEquals("bad-key", Keys.answer(VerifyingKey.parse(Bytes.ofHex(p256))));
    VerifyingKey other = Keys.signing(Suite.ES256).verifyingKey();
    String moved = other.encoded().hex().replace("a401022001", "a40102203a00010001");
    assertEquals("bad-key", Keys.answer(VerifyingKey.parse(Bytes.ofHex(moved))));
  }

  private static String hex(BigInteger number) {
    return String.format("%064x", number);
  }

  private static String keyAnswer(BigInteger x, BigInteger y) {
    String key = "a401022" + "03a00010001" + "215820" + hex(x) + "225820" + hex(y);
    return Keys.answer(VerifyingKey.parse(Bytes.ofHex(key)));
  }

  @Test
  void keysArePointsOfTheCurve() {
    Bytes xy = SIGNER.verifyingKey().publicPart();
    BigInteger x = new BigInteger(1, xy.slice(0, 32).toArray());
    BigInteger y = new BigInteger(1, xy.slice(32, 64).toArray());
    assertEquals("accepted", keyAnswer(x, y));
    assertEquals("bad-key", keyAnswer(x, y.add(BigInteger.ONE)));
    assertEquals("bad-key", keyAnswer(y, x));
    assertEquals("bad-key", keyAnswer(BigInteger.ZERO, BigInteger.ZERO));
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertEquals("bad-key", keyAnswer(most, y));
    assertEquals("bad-key", keyAnswer(x, most));
    // The point with x = 0, whose x could also be written as p: y = sqrt(b).
    BigInteger b = Curves.SM2.getCurve().getB().toBigInteger();
    BigInteger root = b.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
    assertEquals("accepted", keyAnswer(BigInteger.ZERO, root));
    assertEquals("bad-key", keyAnswer(P, root));
  }

  @Test
  void secretsAreFrom1ToNMinus2() {
    assertEquals("bad-key", secret(BigInteger.ZERO));
    assertEquals("accepted", secret(BigInteger.ONE));
    assertEquals("accepted", secret(N.subtract(BigInteger.TWO)));
    assertEquals("bad-key", secret(N.subtract(BigInteger.ONE)));
    assertEquals("bad-key", secret(N));
  }

  private static String secret(BigInteger d) {
    return Keys.answer(SigningKey.ofSecret(Suite.SM2, Bytes.ofHex(hex(d))));
  }

  private static boolean verifies(BigInteger r, BigInteger s) {
    return SIGNER.verifyingKey().verifies(MESSAGE, Bytes.ofHex(hex(r) + hex(s)));
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
    assertFalse(verifies(r, N.subtract(s)), "not as in ECDSA");
    assertFalse(verifies(r, N.subtract(r)), "r + s = n");
    assertFalse(verifies(s, r));
  }

  /**
   * With r + s = n the key drops out of the equation. A message for such a pair nobody can find, so
   * the hash is set: e = r - x, where x is that of [s]G.
   */
  @Test
  void rPlusSIsNotN() {
    BigInteger s = BigInteger.valueOf(1234567);
    BigInteger r = N.subtract(s);
    ECPoint point = Curves.SM2.getG().multiply(s).normalize();
    BigInteger e = r.subtract(point.getAffineXCoord().toBigInteger()).mod(N);
    SM2Signer signer =
        new SM2Signer(PlainDSAEncoding.INSTANCE) {
          @Override
          protected BigInteger calculateE(BigInteger order, byte[] hash) {
            return e;
          }
        };
    signer.init(false, new ECPublicKeyParameters(Curves.SM2.getG().negate(), Curves.SM2));
    assertFalse(signer.verifySignature(Bytes.ofHex(hex(r) + hex(s)).toArray()));
  }

  @Test
  void theUserIdIsTheDefault() {
    Bytes xy = SIGNER.verifyingKey().publicPart();
    BigInteger d = new BigInteger(1, SECRET.toArray());
    Bytes key = Keys.ok(SigningKey.ofSecret(Suite.SM2, SECRET)).verifyingKey().publicPart();
    VerifyingKey half = Keys.ok(SigningKey.ofSecret(Suite.SM2, SECRET)).verifyingKey();
    for (String id : List.of("", "1234567812345678", "ALICE123@YAHOO.COM", "123456781234567")) {
      BigInteger e = Sm2.e(Bytes.ofUtf8(id), key, MESSAGE);
      boolean ours = id.equals("1234567812345678");
      assertEquals(ours, half.verifies(MESSAGE, Sm2.sign(d, e, NONCE)), id);
    }
    BigInteger foreign = Sm2.e(Sm2.USER_ID, xy, MESSAGE);
    assertFalse(half.verifies(MESSAGE, Sm2.sign(d, foreign, NONCE)), "ZA of another key");
  }
}
