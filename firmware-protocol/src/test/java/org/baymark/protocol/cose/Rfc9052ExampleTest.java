package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.junit.jupiter.api.Test;

/**
 * The example of RFC 9052, appendix C.2.1, and some of the working group's that vary it: what is
 * signed there is what we sign. The messages themselves are not of our profile.
 */
class Rfc9052ExampleTest {
  /** Appendix C.7.1, the key with the kid "11". */
  private static final VerifyingKey KEY =
      key(
          "usWxHK2PmfnHKwXPS54m0kTcGJ90UiglWiGahtagnv8",
          "IBOL-C3BttVivg-lSreASjpkttcsz-1rb7btKLv8EX4");

  private static final String CONTENT = "546869732069732074686520636f6e74656e742e";
  private static final Bytes C_2_1 =
      Bytes.ofHex(
          "8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
              + "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36");
  private static final Bytes ECDSA_SIG_01 =
      Bytes.ofHex(
          "eae868ecc176883766c5dc5ba5b8dca25dab3c2e56a551ce5705b793914348e1"
              + "72727f48461fabbba2e343492ddecac3983686250bc68e9f1a7a07d41225b59f");
  private static final Bytes SIGN_FAIL_02 =
      Bytes.ofHex(
          "eae868ecc176883766c5dc5ba5b8dca25dab3c2e56a551ce5705b793914348e1"
              + "9f43d6c6ba654472da301b645b293c9ba939295b97c4bdb847782bff384c5794");

  private static VerifyingKey key(String x, String y) {
    Base64.Decoder decoder = Base64.getUrlDecoder();
    String hex = "a40102200121" + "5820" + Bytes.owning(decoder.decode(x)).hex();
    hex += "22" + "5820" + Bytes.owning(decoder.decode(y)).hex();
    return Keys.ok(VerifyingKey.parse(Bytes.ofHex(hex)));
  }

  private static Bytes toBeSigned(String header, String payload) {
    return Sign1.sigStructure(Bytes.ofHex(header), Bytes.ofHex(payload));
  }

  @Test
  void whatIsSigned() {
    assertEquals(
        "846a5369676e61747572653143a101264054" + CONTENT, toBeSigned("a10126", CONTENT).hex());
    assertEquals(
        "846a5369676e61747572653145a2012603004054" + CONTENT,
        toBeSigned("a201260300", CONTENT).hex());
  }

  @Test
  void whatVerifies() {
    assertTrue(KEY.verifies(toBeSigned("a10126", CONTENT), C_2_1));
    assertTrue(KEY.verifies(toBeSigned("a201260300", CONTENT), ECDSA_SIG_01));
    assertTrue(KEY.verifies(toBeSigned("a10126", CONTENT), SIGN_FAIL_02));
  }

  @Test
  void whatDoesNot() {
    String changed = CONTENT.replaceFirst("2e$", "2f");
    assertFalse(KEY.verifies(toBeSigned("a10126", changed), SIGN_FAIL_02));
    assertFalse(KEY.verifies(toBeSigned("a10126", CONTENT), ECDSA_SIG_01));
    assertFalse(KEY.verifies(toBeSigned("a10126", changed), C_2_1));
  }

  /** Its key hint is not protected. */
  @Test
  void theMessageIsNotOfOurProfile() {
    Bytes whole = Bytes.ofHex("d28443a10126a104423131" + "54" + CONTENT + "5840").concat(C_2_1);
    Refusal reason =
        Sign1.parse(whole, 1024)
            .match(
                signed -> {
                  throw new AssertionError("accepted");
                },
                refused -> refused.refusal());
    assertEquals(Refusal.UNKNOWN_FIELD, reason);
  }
}
