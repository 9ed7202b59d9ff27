package org.baymark.protocol.cose;

import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/**
 * Published signatures, which a provider of foreign code has to know before anyone relies on it.
 */
final class KnownAnswers {
  /** RFC 8032, section 7.1, test 3. */
  private static final CoseKey ED25519 =
      new CoseKey(
          Suite.EDDSA,
          Bytes.ofHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
          Optional.empty());

  private static final Bytes ED25519_MESSAGE = Bytes.ofHex("af82");
  private static final Bytes ED25519_SIGNATURE =
      Bytes.ofHex(
          "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
              + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

  /** RFC 6979, appendix A.2.5, with SHA-256. */
  private static final CoseKey P_256 =
      new CoseKey(
          Suite.ES256,
          Bytes.ofHex(
              "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                  + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"),
          Optional.empty());

  private static final Bytes P_256_MESSAGE = Bytes.ofUtf8("sample");
  private static final Bytes P_256_SIGNATURE =
      Bytes.ofHex(
          "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
              + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

  private KnownAnswers() {}

  /** Both signatures are right, and wrong for another message. */
  static void check(Corretto provider) throws GeneralSecurityException {
    check(provider, ED25519, ED25519_MESSAGE, ED25519_SIGNATURE);
    check(provider, P_256, P_256_MESSAGE, P_256_SIGNATURE);
  }

  private static void check(Corretto provider, CoseKey key, Bytes message, Bytes signature)
      throws GeneralSecurityException {
    // There is no other verifier here: a provider that cannot read the key fails.
    VerifyingKey.Verifier verifier = provider.verifier(key, (said, by) -> false);
    byte[] other = message.concat(message).toArray();
    if (!verifier.verifies(message.toArray(), signature.toArray())
        || verifier.verifies(other, signature.toArray())) {
      throw new SignatureException("Corretto does not know the published signatures");
    }
  }
}
