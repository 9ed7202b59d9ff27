package org.baymark.node.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.time.Instant;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.BigIntegers;

/**
 * A PKCS#11 token behind the JDK's provider. That provider knows no Ed25519, SM2 or ML-DSA: only
 * P-256 keys can lie here.
 */
public final class Token {
  /** What a key file begins with whose key lies in the token: a URI of RFC 7512. */
  public static final String URI_START = "pkcs11:object=";

  private static final Bytes CHALLENGE = Bytes.ofUtf8("whether both halves are of one key");

  private final Path config;
  private final Provider provider;
  private final KeyStore store;

  private Token(Path config, Provider provider, KeyStore store) {
    this.config = config;
    this.provider = provider;
    this.store = store;
  }

  /**
   * Logs in once: a token locks itself after a few wrong PINs, so nothing here tries again.
   *
   * @param config of the JDK's SunPKCS11 provider: name, library, slot
   */
  public static Token open(Path config, String pin) throws TokenException {
    try {
      Provider provider = Security.getProvider("SunPKCS11").configure(config.toString());
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin.toCharArray());
      return new Token(config, provider, store);
    } catch (InvalidParameterException
        | UnsupportedOperationException
        | ProviderException
        | GeneralSecurityException
        | IOException e) {
      String why =
          e.getCause() instanceof UnrecoverableKeyException
              ? "the PIN is wrong; the token locks itself after a few more such attempts"
              : reason(e);
      throw new TokenException("The token of " + config + " does not open: " + why + ".", e);
    }
  }

  /**
   * Makes a key that the token will not give away.
   *
   * @param purpose what the key is for; a part of its label, which is new each time
   * @param member whose key it is; stands in the certificate that the token keeps beside it
   */
  public TokenKey make(String purpose, DevUrn member, SecureRandom random, Instant now)
      throws TokenException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      JcaContentSignerBuilder signer =
          new JcaContentSignerBuilder("SHA256withECDSA").setProvider(provider);
      X509Certificate certificate =
          SelfSigned.certificate(member.text(), pair, signer, random, now);
      String thumbprint = publicHalf(certificate).thumbprint().hex();
      String label = "baymark-" + purpose + "-" + thumbprint.substring(0, 16);
      store.setKeyEntry(label, pair.getPrivate(), null, new Certificate[] {certificate});
      return key(label);
    } catch (GeneralSecurityException
        | OperatorCreationException
        | ProviderException
        | RefusalException e) {
      throw new TokenException(
          "The token of " + config + " makes no P-256 key: " + reason(e) + ".", e);
    }
  }

  /** The key of this label, which has signed and been verified once. */
  public TokenKey key(String label) throws TokenException {
    try {
      if (!(store.getKey(label, null) instanceof PrivateKey handle)) {
        throw new TokenException(
            "The token of " + config + " holds no key with a certificate called " + label + ".");
      }
      VerifyingKey half = publicHalf(store.getCertificate(label));
      TokenKey key = new TokenKey(label, half, handle, provider);
      if (!half.verifies(CHALLENGE, key.sign(CHALLENGE))) {
        throw new TokenException(
            "In the token of " + config + " the certificate " + label + " is of another key.");
      }
      return key;
    } catch (GeneralSecurityException
        | ProviderException
        | TokenAwayException
        | RefusalException e) {
      throw new TokenException(
          "The key " + label + " in the token of " + config + " is of no use: " + reason(e) + ".",
          e);
    }
  }

  private static VerifyingKey publicHalf(Certificate certificate)
      throws GeneralSecurityException, RefusalException {
    if (!(certificate.getPublicKey() instanceof ECPublicKey key)) {
      throw new GeneralSecurityException("its certificate is for no P-256 key");
    }
    ECPoint point = key.getW();
    // Larger curves have larger numbers, and others' points are not on this one.
    if (point.getAffineX().bitLength() > 256 || point.getAffineY().bitLength() > 256) {
      throw new GeneralSecurityException("its certificate is for no P-256 key");
    }
    return VerifyingKey.ofP256(
            Bytes.owning(BigIntegers.asUnsignedByteArray(32, point.getAffineX())),
            Bytes.owning(BigIntegers.asUnsignedByteArray(32, point.getAffineY())))
        .orRefuse();
  }

  /** What the library said, at the bottom of what wraps it. */
  static String reason(Throwable fault) {
    Throwable deepest = fault;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String said = deepest.getMessage();
    return said == null ? deepest.getClass().getSimpleName() : said.replaceAll("\\s+", " ");
  }
}
