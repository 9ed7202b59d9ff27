package org.baymark.protocol.cose;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * A public key of ML-DSA-44 (FIPS 204), pure and with the empty context. Each string of 1,312 bytes
 * is the one encoding of one key (algorithm 23: any ten bits are a coefficient), and each signature
 * has one encoding: algorithm 21 refuses hints out of order and padding that is not zero, and z has
 * no spare bits. Whether the signer was deterministic or hedged, a verifier cannot tell.
 */
public final class MlDsaKey {
  public static final int SIZE = 1_312;
  public static final int SIGNATURE_SIZE = 2_420;

  private final Bytes encoded;
  private final MLDSAPublicKeyParameters key;

  private MlDsaKey(Bytes encoded) {
    this.encoded = encoded;
    this.key = new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, encoded.toArray());
  }

  /** The key of these 1,312 bytes, as C2SP vkeys carry it. */
  public static Parsed<MlDsaKey> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          if (encoded.size() != SIZE) {
            throw new RefusalException(Refusal.BAD_KEY, "an ML-DSA-44 key has 1312 bytes");
          }
          return new MlDsaKey(encoded);
        });
  }

  static MlDsaKey of(MLDSAPublicKeyParameters key) {
    return new MlDsaKey(Bytes.owning(key.getEncoded()));
  }

  public Bytes encoded() {
    return encoded;
  }

  /** Whether {@code signature} is this key's over {@code message}; any other bytes are a no. */
  public boolean verifies(Bytes message, Bytes signature) {
    if (signature.size() != SIGNATURE_SIZE) {
      return false;
    }
    MLDSASigner signer = new MLDSASigner();
    signer.init(false, key);
    signer.update(message.unsafeArray(), 0, message.size());
    return signer.verifySignature(signature.unsafeArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MlDsaKey that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }
}
