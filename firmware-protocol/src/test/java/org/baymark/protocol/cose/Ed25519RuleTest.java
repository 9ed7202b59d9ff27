package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Which Ed25519 keys and signatures count, where verifiers of the world differ. */
class Ed25519RuleTest {
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final String ZEROS = "00".repeat(31);
  private static final String EFFS = "ff".repeat(30);

  /**
   * The eight points whose order divides eight; of them also the encodings that are not canonical.
   */
  private static final List<String> SMALL_ORDER =
      List.of(
          "01" + ZEROS,
          "ec" + EFFS + "7f",
          "00" + ZEROS,
          "00".repeat(31) + "80",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
          "01" + "00".repeat(30) + "80",
          "ec" + EFFS + "ff",
          "ed" + EFFS + "7f",
          "ed" + EFFS + "ff",
          "ee" + EFFS + "7f",
          "ee" + EFFS + "ff");

  private static String keyAnswer(String x) {
    return Keys.answer(VerifyingKey.ofEd25519(Bytes.ofHex(x)));
  }

  @Test
  void keysOfSmallOrderAreRefused() {
    SMALL_ORDER.forEach(x -> assertEquals("bad-key", keyAnswer(x), x));
  }

  @Test
  void keysThatAreNotCanonicalOrNoPointAreRefused() {
    for (int low = 0xed; low <= 0xff; low++) {
      assertEquals("bad-key", keyAnswer(Integer.toHexString(low) + EFFS + "7f"), "y of p and more");
    }
    assertEquals("bad-key", keyAnswer("02" + ZEROS), "no point has y = 2");
    assertEquals("bad-key", keyAnswer("00".repeat(30)));
    assertEquals("bad-key", keyAnswer("00".repeat(33)));
  }

  /** Keys of the cases of ed25519-speccheck (Chalkias, Garillot, Nikolaenko 2020) with torsion. */
  @Test
  void keysOfMixedOrderAreRefused() {
    for (String x :
        List.of(
            "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
            "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d")) {
      assertEquals("bad-key", keyAnswer(x), x);
    }
  }

  private static final SigningKey SIGNER = Keys.signing(Suite.EDDSA);
  private static final Bytes MESSAGE = Bytes.ofUtf8("message");

  private static boolean verifies(Bytes r, BigInteger s) {
    return SIGNER.verifyingKey().verifies(MESSAGE, r.concat(littleEndian(s)));
  }

  @Test
  void sIsBelowTheGroupOrder() {
    Bytes signature = SIGNER.sign(MESSAGE);
    Bytes r = signature.slice(0, 32);
    BigInteger s = number(signature.slice(32, 64));
    assertTrue(verifies(r, s));
    for (int i = 1; s.add(L.multiply(BigInteger.valueOf(i))).bitLength() <= 256; i++) {
      assertFalse(verifies(r, s.add(L.multiply(BigInteger.valueOf(i)))), "S + " + i + "L");
    }
    assertFalse(verifies(r, L));
    assertFalse(verifies(r, BigInteger.ZERO));
    assertFalse(verifies(r, s.add(BigInteger.ONE)));
  }

  /**
   * With R the neutral element, S = k a satisfies the equation of RFC 8032, section 5.1.7; with R
   * of small order it does after multiplication by the cofactor. Neither is a signature here.
   */
  @Test
  void rIsNotOfSmallOrder() throws Exception {
    byte[] seed =
        SIGNER
            .encodedSecret()
            .slice(SIGNER.encodedSecret().size() - 32, SIGNER.encodedSecret().size())
            .toArray();
    byte[] half = Arrays.copyOf(sha512(Bytes.of(seed)), 32);
    half[0] &= (byte) 0xf8;
    half[31] = (byte) ((half[31] & 0x7f) | 0x40);
    BigInteger a = number(Bytes.of(half)).mod(L);
    Bytes key = SIGNER.verifyingKey().publicPart();
    for (String small : SMALL_ORDER) {
      Bytes r = Bytes.ofHex(small);
      BigInteger k = number(Bytes.of(sha512(r, key, MESSAGE))).mod(L);
      assertFalse(verifies(r, k.multiply(a).mod(L)), small);
    }
  }

  @Test
  void aSignatureHas64Bytes() {
    Bytes signature = SIGNER.sign(MESSAGE);
    for (int size = 0; size < 64; size++) {
      assertFalse(SIGNER.verifyingKey().verifies(MESSAGE, signature.slice(0, size)));
    }
    assertFalse(SIGNER.verifyingKey().verifies(MESSAGE, signature.concat(Bytes.ofHex("00"))));
  }

  private static byte[] sha512(Bytes... parts) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-512");
    for (Bytes part : parts) {
      sha.update(part.toArray());
    }
    return sha.digest();
  }

  private static BigInteger number(Bytes littleEndian) {
    byte[] octets = littleEndian.toArray();
    for (int i = 0; i < octets.length / 2; i++) {
      byte swapped = octets[i];
      octets[i] = octets[octets.length - 1 - i];
      octets[octets.length - 1 - i] = swapped;
    }
    return new BigInteger(1, octets);
  }

  private static Bytes littleEndian(BigInteger number) {
    byte[] octets = new byte[32];
    for (int i = 0; i < 32; i++) {
      octets[i] = number.shiftRight(8 * i).byteValue();
    }
    return Bytes.of(octets);
  }
}
