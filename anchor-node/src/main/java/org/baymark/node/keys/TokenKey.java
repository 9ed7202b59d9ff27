package org.baymark.node.keys;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * A P-256 key that lies in a token: it signs there (ES256, with nonces of the token's own), and
 * this program never sees it. Safe for many threads.
 *
 * @param label its name in the token
 * @param handle stands for the private key
 */
public record TokenKey(
    String label, VerifyingKey verifyingKey, PrivateKey handle, Provider provider)
    implements Signer {

  /** How a key file names it (RFC 7512); the label needs no escapes. */
  public String uri() {
    return Token.URI_START + label;
  }

  /**
   * @throws TokenAwayException if the token does not sign
   */
  @Override
  public Bytes sign(Bytes message) {
    try {
      // r and s of 32 bytes each, as COSE wants them (RFC 9053, section 2.1).
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", provider);
      signature.initSign(handle);
      signature.update(message.unsafeArray());
      return Bytes.owning(signature.sign());
    } catch (GeneralSecurityException | ProviderException e) {
      throw new TokenAwayException(
          "the token does not sign with " + label + ": " + Token.reason(e));
    }
  }

  /** Names the key and no handle. */
  @Override
  public String toString() {
    return uri();
  }
}
