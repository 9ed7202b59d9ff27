package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** COSE keys have one encoding: the members that the thumbprint covers. */
class CoseKeyTest {
  private static final VerifyingKey P_256 = Keys.signing(Suite.ES256).verifyingKey();
  private static final String X = P_256.publicPart().slice(0, 32).hex();
  private static final String Y = P_256.publicPart().slice(32, 64).hex();
  private static final String ED = Keys.signing(Suite.EDDSA).verifyingKey().publicPart().hex();
  private static final String D = "235820" + "11".repeat(32);

  @Test
  void keysComeBackFromTheirEncoding() {
    for (Suite suite : Suite.values()) {
      SigningKey key = Keys.signing(suite);
      VerifyingKey half = key.verifyingKey();
      assertEquals(half, Keys.ok(VerifyingKey.parse(half.encoded())));
      assertEquals(half.encoded(), Keys.ok(VerifyingKey.parse(half.encoded())).encoded());
      SigningKey read = Keys.ok(SigningKey.parse(key.encodedSecret()));
      assertEquals(half, read.verifyingKey());
      Bytes message = Bytes.ofUtf8("message");
      assertEquals(key.sign(message), read.sign(message));
      assertEquals(suite, half.suite());
    }
  }

  @Test
  void malformedKeysAreRefused() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("", "not-cbor");
    keys.put("80", "wrong-shape");
    keys.put("a0", "missing-field");
    keys.put("a3" + "0101" + "2006" + "215820" + ED, "accepted");
    keys.put("a2" + "0101" + "2006", "missing-field");
    keys.put("a2" + "0101" + "215820" + ED, "missing-field");
    keys.put("a3" + "2006" + "215820" + ED + "0101", "not-deterministic");
    keys.put("a3" + "0101" + "2006" + "21581f" + ED.substring(2), "wrong-shape");
    keys.put("a3" + "0101" + "2006" + "215821" + ED + "00", "wrong-shape");
    keys.put("a3" + "0102" + "2006" + "215820" + ED, "bad-key");
    keys.put("a3" + "0101" + "2004" + "215820" + ED, "bad-key"); // X25519
    keys.put("a3" + "0101" + "2007" + "215820" + ED, "bad-key"); // Ed448
    keys.put("a3" + "0104" + "2006" + "215820" + ED, "bad-key"); // symmetric
    keys.put("a4" + "0101" + "2006" + "215820" + ED + "225820" + ED, "unknown-field");
    keys.put("a4" + "0101" + "0244" + "01020304" + "2006" + "215820" + ED, "unknown-field"); // kid
    keys.put("a4" + "0101" + "0327" + "2006" + "215820" + ED, "unknown-field"); // alg
    keys.put("a4" + "0101" + "2006" + "215820" + ED + D, "bad-key"); // a secret
    keys.put("a4" + "0102" + "2001" + "215820" + X + "225820" + Y, "accepted");
    keys.put("a3" + "0102" + "2001" + "215820" + X, "missing-field");
    keys.put("a4" + "0102" + "2001" + "215820" + X + "22f5", "wrong-shape"); // compressed
    keys.put("a4" + "0102" + "2002" + "215820" + X + "225820" + Y, "bad-key"); // P-384
    keys.put("a4" + "0102" + "2008" + "215820" + X + "225820" + Y, "bad-key"); // secp256k1
    keys.put("a5" + "0102" + "2001" + "215820" + X + "225820" + Y + D, "bad-key");
    keys.put("a5" + "0102" + "2001" + "215820" + X + "225820" + Y + "2400", "unknown-field");
    keys.put(P_256.encoded() + "00", "trailing-bytes");
    keys.forEach(
        (hex, answer) ->
            assertEquals(answer, Keys.answer(VerifyingKey.parse(Bytes.ofHex(hex))), hex));
  }

  @Test
  void aSecretBelongsToItsPublicHalf() {
    String other = D;
    assertEquals("bad-key", secret("a4" + "0101" + "2006" + "215820" + ED + other));
    assertEquals("bad-key", secret("a5" + "0102" + "2001" + "215820" + X + "225820" + Y + other));
    assertEquals("bad-key", secret(P_256.encoded().hex()));
    assertEquals("wrong-shape", secret("a4" + "0101" + "2006" + "215820" + ED + "2340"));
  }

  private static String secret(String hex) {
    return Keys.answer(SigningKey.parse(Bytes.ofHex(hex)));
  }

  @Test
  void newKeysAreDifferentAndDoNotShowTheirSecret() {
    SecureRandom random = new SecureRandom();
    for (Suite suite : Suite.values()) {
      SigningKey one = SigningKey.generate(suite, random);
      SigningKey two = SigningKey.generate(suite, random);
      assertFalse(one.verifyingKey().equals(two.verifyingKey()));
      String secret = one.encodedSecret().hex();
      assertFalse(one.toString().contains(secret.substring(secret.length() - 64)));
      assertTrue(one.toString().contains(one.verifyingKey().thumbprint().hex()));
    }
  }

  /** A source of bytes whose first answer is beyond the order of P-256 is asked again. */
  @Test
  void aSecretThatCannotBeUsedIsDrawnAgain() {
    int[] draws = {0};
    SigningKey key =
        SigningKey.ofSecret(
            Suite.ES256, octets -> Arrays.fill(octets, (byte) (draws[0]++ == 0 ? -1 : 5)));
    assertEquals(2, draws[0]);
    assertTrue(key.encodedSecret().hex().endsWith("05".repeat(32)));
  }
}
