package org.baymark.gateway.access;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A P-256 key pair that a server shows as a raw public key (RFC 7250), as two PEM files: its
 * private half (PKCS #8) and its public one (SubjectPublicKeyInfo), which clients pin.
 */
public record RawKey(PrivateKey secret, PublicKey open) {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (?<what>[A-Z ]+)-----\\s(?<body>[A-Za-z0-9+/=\\s]+)-----END \\k<what>-----");
  private static final String SECRET = "PRIVATE KEY";
  private static final String OPEN = "PUBLIC KEY";

  public static RawKey generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      return new RawKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks P-256", e);
    }
  }

  /**
   * Reads what {@link #secretPem} and {@link #openPem} wrote.
   *
   * @throws IllegalArgumentException with a clause for a person that quotes nothing of the key
   */
  public static RawKey parse(String secretPem, String openPem) {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      RawKey key =
          new RawKey(
              factory.generatePrivate(new PKCS8EncodedKeySpec(der(secretPem, SECRET))),
              factory.generatePublic(new X509EncodedKeySpec(der(openPem, OPEN))));
      if (key.belongsTogether()) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("one of them is no elliptic-curve key", e);
    }
    throw new IllegalArgumentException("the two do not belong together");
  }

  private boolean belongsTogether() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(secret);
    byte[] made = signature.sign();
    signature.initVerify(open);
    return signature.verify(made);
  }

  public String secretPem() {
    return pem(SECRET, secret.getEncoded());
  }

  public String openPem() {
    return pem(OPEN, open.getEncoded());
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  private static byte[] der(String pem, String what) {
    Matcher parts = PEM.matcher(pem);
    if (!parts.find() || !parts.group("what").equals(what)) {
      throw new IllegalArgumentException("there is no " + what + " in PEM");
    }
    return Base64.getMimeDecoder().decode(parts.group("body"));
  }

  @Override
  public String toString() {
    return "raw key"; // the secret stands in no log
  }
}
