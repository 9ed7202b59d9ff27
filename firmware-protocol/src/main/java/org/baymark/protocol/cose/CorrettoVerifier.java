package org.baymark.protocol.cose;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;

/**
 * Verification by Corretto. A Signature object belongs to one thread and one verification at a
 * time; a new one for each costs 2 % of a verification, and no thread keeps any.
 */
final class CorrettoVerifier {
  private CorrettoVerifier() {}

  /** ECDSA on P-256 with SHA-256. */
  record Es256(Provider provider, PublicKey key) implements VerifyingKey.Verifier {
    @Override
    public boolean verifies(byte[] message, byte[] signature) {
      return signature.length == 64
          && asks(provider, "SHA256withECDSAinP1363Format", key, message, signature);
    }
  }

  /**
   * Ed25519. AWS-LC encodes [S]B - [h]A and compares it with R byte by byte: with a key of prime
   * order that is our rule, but for the neutral element.
   *
   * @param reference for messages that are too long for Corretto
   */
  record EdDsa(Provider provider, PublicKey key, VerifyingKey.Verifier reference)
      implements VerifyingKey.Verifier {
    /** Corretto collects the message, and refuses to collect more. */
    static final int MESSAGE_MAX = 1 << 20;

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
      if (message.length > MESSAGE_MAX) {
        return reference.verifies(message, signature);
      }
      return Ed25519Form.holds(signature) && asks(provider, "Ed25519", key, message, signature);
    }
  }

  private static boolean asks(
      Provider provider, String algorithm, PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verification = Signature.getInstance(algorithm, provider);
      verification.initVerify(key);
      verification.update(message);
      return verification.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false; // what it cannot read, it did not verify
    }
  }
}
