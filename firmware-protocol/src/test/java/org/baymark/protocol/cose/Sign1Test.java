package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.junit.jupiter.api.Test;

/** COSE_Sign1 in the profile of PROTOCOL.md, "Sign1". */
class Sign1Test {
  private static final Set<ContentType> DEVICES_SAY =
      EnumSet.of(
          ContentType.TELEMETRY,
          ContentType.EVENT,
          ContentType.RECORDS,
          ContentType.HIDDEN,
          ContentType.ERASURE);
  private static final Bytes PAYLOAD = Bytes.ofHex("81a2006174020a");
  private static final SigningKey KEY = Keys.signing(Suite.EDDSA);
  private static final String KID = "0448" + KEY.verifyingKey().kid();
  private static final String NAME = "781b" + Bytes.ofUtf8(Keys.SENSOR.text());
  private static final String POSITION = "3a00010000" + "83" + "0107f6";
  private static final String CLAIMS = "0fa3" + "01" + NAME + "02" + NAME + POSITION;

  private static Sign1 sign(Suite suite) {
    return Sign1.sign(Keys.signing(suite), ContentType.TELEMETRY, Keys.claims(), PAYLOAD);
  }

  @Test
  void whatIsSignedComesBack() {
    for (Suite suite : Suite.values()) {
      Sign1 signed = sign(suite);
      assertEquals(signed, Keys.ok(Sign1.parse(signed.encoded(), 16_384)));
      assertTrue(signed.signedBy(Keys.signing(suite).verifyingKey()));
      assertEquals(Keys.claims(), signed.claims());
      assertEquals(PAYLOAD, signed.payload());
      for (Suite other : Suite.values()) {
        assertEquals(suite == other, signed.signedBy(Keys.signing(other).verifyingKey()));
      }
    }
  }

  @Test
  void theIdCoversAllButTheSignature() {
    Sign1 signed = sign(Suite.ES256);
    Bytes forged = signed.encoded().slice(0, signed.encoded().size() - 64);
    Sign1 other = Keys.ok(Sign1.parse(forged.concat(Bytes.owning(new byte[64])), 16_384));
    assertEquals(signed.id(), other.id());
    assertFalse(other.signedBy(Keys.signing(Suite.ES256).verifyingKey()));
    Bytes header = Bytes.ofHex("a0");
    assertNotEquals(
        Digest.sha256(header), sign(Suite.EDDSA).id(), "suites make different statements");
    assertNotEquals(signed.id(), sign(Suite.EDDSA).id());
  }

  /** Every bit of a signed statement: refused, or not its signer's any more. */
  @Test
  void noFlippedBitStaysSigned() {
    for (Suite suite : Suite.values()) {
      VerifyingKey key = Keys.signing(suite).verifyingKey();
      Bytes whole = sign(suite).encoded();
      for (int bit = 0; bit < 8 * whole.size(); bit++) {
        byte[] octets = whole.toArray();
        octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
        boolean stands =
            Sign1.parse(Bytes.owning(octets), 16_384)
                .match(signed -> signed.signedBy(key), refused -> false);
        assertFalse(stands, suite + ", bit " + bit);
      }
    }
  }

  @Test
  void everyTruncationIsRefused() {
    Bytes whole = sign(Suite.EDDSA).encoded();
    for (int size = 0; size < whole.size(); size++) {
      assertEquals("not-cbor", Keys.answer(Sign1.parse(whole.slice(0, size), 16_384)));
    }
    assertEquals(
        "too-large", Keys.answer(Sign1.parse(whole, whole.size() - 1)), "larger than allowed");
  }

  /** A message with this protected header, rightly signed. */
  private static Bytes signed(String header) {
    Bytes protectedHeader = Bytes.ofHex(header);
    CborWriter toBeSigned = new CborWriter().array(4).text("Signature1").bytes(protectedHeader);
    Bytes signature = KEY.sign(toBeSigned.bytes(Bytes.EMPTY).bytes(PAYLOAD).toBytes());
    CborWriter out = new CborWriter().tag(18).array(4).bytes(protectedHeader).map(0);
    return out.bytes(PAYLOAD).bytes(signature).toBytes();
  }

  private static String header(String header) {
    return Sign1.parse(signed(header), 16_384)
        .match(
            it -> it.signedBy(KEY.verifyingKey()) ? "signed" : "not signed",
            refused -> refused.refusal().wireName());
  }

  @Test
  void bothNumbersOfASuiteMeanTheSame() {
    assertEquals("signed", header("a4" + "0127" + "031870" + KID + CLAIMS));
    assertEquals("signed", header("a4" + "0132" + "031870" + KID + CLAIMS));
    assertEquals("not signed", header("a4" + "0126" + "031870" + KID + CLAIMS));
    assertEquals("not signed", header("a4" + "0128" + "031870" + KID + CLAIMS));
    assertEquals("not signed", header("a4" + "0127" + "031870" + "0448" + "00".repeat(8) + CLAIMS));
  }

  @Test
  void malformedHeadersAreRefused() {
    String type = "031870";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("", "not-cbor");
    headers.put("a0", "missing-field");
    headers.put("80", "wrong-shape");
    headers.put("a3" + type + KID + CLAIMS, "missing-field");
    headers.put("a3" + "0127" + KID + CLAIMS, "missing-field");
    headers.put("a3" + "0127" + type + CLAIMS, "missing-field");
    headers.put("a3" + "0127" + type + KID, "missing-field");
    headers.put("a4" + "0138" + "22" + type + KID + CLAIMS, "unknown-algorithm"); // ES384
    headers.put("a4" + "0101" + type + KID + CLAIMS, "unknown-algorithm");
    headers.put("a4" + "01654553323536" + type + KID + CLAIMS, "wrong-shape");
    headers.put("a4" + "0127" + "031871" + KID + CLAIMS, "unknown-content-type");
    headers.put("a4" + "0127" + "0363313132" + KID + CLAIMS, "unknown-content-type"); // "112"
    headers.put("a4" + "0127" + "031a00010000" + KID + CLAIMS, "out-of-range");
    headers.put("a4" + "0127" + "0340" + KID + CLAIMS, "wrong-shape");
    headers.put("a4" + "0127" + type + "0447" + "00".repeat(7) + CLAIMS, "wrong-shape");
    headers.put("a5" + "0127" + "028101" + type + KID + CLAIMS, "unknown-field"); // crit
    headers.put("a5" + "0127" + type + KID + CLAIMS + "181820", "unknown-field");
    headers.put("a4" + type + "0127" + KID + CLAIMS, "not-deterministic");
    headers.put("a4" + "0127" + type + KID + CLAIMS + "00", "trailing-bytes");
    headers.forEach((hex, answer) -> assertEquals(answer, header(hex), hex));
  }

  @Test
  void malformedClaimsAreRefused() {
    String names = "01" + NAME + "02" + NAME;
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("a3" + names + POSITION, "signed");
    claims.put("a4" + names + "0600" + POSITION, "signed");
    claims.put("a2" + names, "missing-field"); // of a device, without a position
    claims.put("a2" + "02" + NAME + POSITION, "missing-field");
    claims.put("a2" + "01" + NAME + POSITION, "missing-field");
    claims.put("a3" + "01" + "6161" + "02" + NAME + POSITION, "bad-name");
    claims.put("a3" + "01" + NAME + "02" + "6161" + POSITION, "bad-subject");
    claims.put("a4" + names + "061b0020000000000000" + POSITION, "out-of-range");
    claims.put("a4" + names + "0620" + POSITION, "wrong-shape");
    claims.put("a4" + names + "06f93c00" + POSITION, "wrong-shape");
    claims.put("a4" + names + "0400" + POSITION, "unknown-field"); // exp
    claims.put("a4" + names + POSITION + "3a0001000100", "unknown-field");
    String label = "3a00010000";
    claims.put("a3" + names + label + "82" + "0107", "wrong-shape");
    claims.put("a3" + names + label + "84" + "0107f6" + "1a05265c00", "signed");
    claims.put("a3" + names + label + "84" + "0107f6" + "f6", "wrong-shape");
    claims.put("a3" + names + label + "85" + "0107f60000", "wrong-shape");
    claims.put("a3" + names + label + "83" + "1affffffff1affffffff" + "f6", "signed");
    claims.put("a3" + names + label + "83" + "1b0000000100000000" + "00f6", "out-of-range");
    claims.put("a3" + names + label + "83" + "00" + "1b0000000100000000" + "f6", "out-of-range");
    claims.put("a3" + names + label + "83" + "0107" + "50" + "00".repeat(16), "signed");
    claims.put("a3" + names + label + "83" + "0107" + "4f" + "00".repeat(15), "wrong-shape");
    claims.put("a3" + names + label + "83" + "0107" + "f4", "wrong-shape");
    claims.forEach(
        (hex, answer) ->
            assertEquals(answer, header("a4" + "0127" + "031870" + KID + "0f" + hex), hex));
  }

  @Test
  void malformedEnvelopesAreRefused() {
    String whole = sign(Suite.EDDSA).encoded().hex();
    Map<String, String> messages = new LinkedHashMap<>();
    messages.put(whole.substring(2), "wrong-shape"); // untagged
    messages.put("d1" + whole.substring(2), "wrong-shape"); // COSE_Mac0
    messages.put("d862" + whole.substring(2), "wrong-shape"); // COSE_Sign
    messages.put("d2" + whole, "wrong-shape");
    messages.put(whole + "00", "trailing-bytes");
    messages.put("d283" + whole.substring(4, whole.length() - 132), "wrong-shape");
    messages.put("d285" + whole.substring(4) + "f6", "wrong-shape");
    messages.put(
        whole.substring(0, whole.length() - 132) + "583f" + "00".repeat(63), "wrong-shape");
    messages.put("d28440a04040", "wrong-shape");
    messages.put("d28440a0f6" + "5840" + "00".repeat(64), "wrong-shape"); // detached
    messages.put("d28440a10000" + "40" + "5840" + "00".repeat(64), "unknown-field");
    messages.put("d28440a040" + "5840" + "00".repeat(64), "not-cbor"); // an empty header
    messages.forEach(
        (hex, answer) ->
            assertEquals(answer, Keys.answer(Sign1.parse(Bytes.ofHex(hex), 16_384)), hex));
  }

  @Test
  void onlyDevicesHaveAPosition() {
    Claims device = Keys.claims();
    Claims other =
        new Claims(device.issuer(), device.subject(), OptionalLong.of(1), Optional.empty());
    for (ContentType type : ContentType.values()) {
      Sign1 with = sign(type, device);
      Sign1 without = sign(type, other);
      boolean byDevice = DEVICES_SAY.contains(type);
      assertEquals(byDevice ? "accepted" : "unknown-field", parsed(with), type.name());
      assertEquals(byDevice ? "missing-field" : "accepted", parsed(without), type.name());
    }
  }

  private static Sign1 sign(ContentType type, Claims claims) {
    return type == ContentType.HIDDEN
        ? Sign1.signHash(KEY, claims, "text/plain", Digest.sha256(PAYLOAD))
        : Sign1.sign(KEY, type, claims, PAYLOAD);
  }

  /** RFC 9995: 258 in the place of 3, and never beside it. */
  @Test
  void aHashEnvelopeHasNoContentType() {
    Sign1 hashed = sign(ContentType.HIDDEN, Keys.claims());
    Sign1 read = Keys.ok(Sign1.parse(hashed.encoded(), 16_384));
    assertEquals(hashed, read);
    assertTrue(read.signedBy(KEY.verifyingKey()));
    assertEquals(Optional.of("text/plain"), read.preimage());
    String hash = "1901022f" + "1901036a" + Bytes.ofUtf8("text/plain");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("a5" + "0127" + KID + CLAIMS + hash, "signed");
    headers.put("a6" + "0127" + "031870" + KID + CLAIMS + hash, "unknown-field");
    headers.put("a4" + "0127" + KID + CLAIMS + "1901022f", "missing-field");
    headers.put(
        "a4" + "0127" + KID + CLAIMS + "1901036a" + Bytes.ofUtf8("text/plain"), "missing-field");
    headers.put("a5" + "0127" + KID + CLAIMS + "19010232" + "19010300", "unknown-algorithm");
    headers.put("a5" + "0127" + KID + CLAIMS + "1901022f" + "19010300", "wrong-shape");
    headers.put("a6" + "0127" + KID + CLAIMS + hash + "1901046178", "unknown-field");
    headers.forEach((hex, answer) -> assertEquals(answer, header(hex), hex));
  }

  private static String parsed(Sign1 signed) {
    return Keys.answer(Sign1.parse(signed.encoded(), 16_384));
  }
}
