package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Others' keys and signatures. */
class SignatureVectorTest {

  /** RFC 6979, appendix A.2.5: ECDSA, 256 bits (prime field), with SHA-256. */
  @Test
  void ecdsaSignsAsRfc6979Says() {
    SigningKey key =
        Keys.ok(
            SigningKey.ofSecret(
                Suite.ES256,
                Bytes.ofHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")));
    assertEquals(
        "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
        key.verifyingKey().publicPart().hex());
    assertSigns(
        key,
        Bytes.ofUtf8("sample"),
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    assertSigns(
        key,
        Bytes.ofUtf8("test"),
        "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
            + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
  }

  /** RFC 8032, section 7.1: tests 1 to 3. */
  @Test
  void ed25519SignsAsRfc8032Says() {
    assertEdDsa(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
            + "f9b46bd25bf5f0595bbe24655141438e7a100b");
    assertEdDsa(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
            + "f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    assertEdDsa(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
            + "4dc6594a7c15e9716ed28dc027beceea1ec40a");
  }

  private static void assertEdDsa(String seed, String x, String message, String signature) {
    SigningKey key = Keys.ok(SigningKey.ofSecret(Suite.EDDSA, Bytes.ofHex(seed)));
    assertEquals(x, key.verifyingKey().publicPart().hex());
    assertEquals(key.verifyingKey(), Keys.ok(VerifyingKey.parse(Bytes.ofHex(Keys.ed25519Hex(x)))));
    assertEquals(key.verifyingKey(), Keys.ok(VerifyingKey.ofEd25519(Bytes.ofHex(x))));
    assertSigns(key, Bytes.ofHex(message), signature);
  }

  private static void assertSigns(SigningKey key, Bytes message, String signature) {
    assertEquals(signature, key.sign(message).hex());
    assertTrue(key.verifyingKey().verifies(message, Bytes.ofHex(signature)));
    Bytes more = message.concat(Bytes.ofHex("00"));
    assertFalse(key.verifyingKey().verifies(more, Bytes.ofHex(signature)));
  }

  /** RFC 9679, section 6. */
  @Test
  void thumbprintsAreThoseOfRfc9679() {
    String x = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d";
    String y = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c";
    VerifyingKey key = Keys.p256(x, y);
    String expected = "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec";
    assertEquals(expected, key.thumbprint().hex());
    assertEquals(expected.substring(0, 16), key.kid().hex());
    assertEquals(Keys.p256Hex(x, y), key.encoded().hex());
  }

  /** RFC 9052, appendix C.2.1: the signature is right, though the message is not of our profile. */
  @Test
  void theSignatureOfRfc9052Verifies() {
    VerifyingKey key =
        Keys.p256(
            "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff",
            "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e");
    String payload = "54546869732069732074686520636f6e74656e742e";
    Bytes toBeSigned = Bytes.ofHex("846a5369676e61747572653143a1012640" + payload);
    String signature =
        "8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
            + "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36";
    assertTrue(key.verifies(toBeSigned, Bytes.ofHex(signature)));
    Bytes message = Bytes.ofHex("d28443a10126a104423131" + payload + "5840" + signature);
    assertEquals("unknown-field", Keys.answer(Sign1.parse(message, 1000)), "kid is not protected");
  }
}
