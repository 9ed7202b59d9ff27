package org.baymark.protocol.cose;

import java.security.SecureRandom;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** A private key of ML-DSA-44, kept as the seed that it follows from (FIPS 204, algorithm 6). */
public final class MlDsaSecret {
  private static final int SEED_SIZE = 32;

  private final Bytes seed;
  private final MLDSAPrivateKeyParameters secret;
  private final MlDsaKey key;

  private MlDsaSecret(Bytes seed) {
    this.seed = seed;
    this.secret = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed.toArray());
    this.key = MlDsaKey.of(secret.getPublicKeyParameters());
  }

  /** A new key from {@code random}. */
  public static MlDsaSecret generate(SecureRandom random) {
    byte[] seed = new byte[SEED_SIZE];
    random.nextBytes(seed);
    return new MlDsaSecret(Bytes.owning(seed));
  }

  /** The key of this 32-byte seed; every one will do. */
  public static Parsed<MlDsaSecret> ofSeed(Bytes seed) {
    return Parsed.of(
        () -> {
          if (seed.size() != SEED_SIZE) {
            throw new RefusalException(Refusal.BAD_KEY, "a seed of ML-DSA has 32 bytes");
          }
          return new MlDsaSecret(seed);
        });
  }

  public MlDsaKey key() {
    return key;
  }

  /** The seed: for the key file and nothing else. */
  public Bytes seed() {
    return seed;
  }

  /** The deterministic signature over {@code message} (FIPS 204, algorithm 2 with rnd = 0). */
  public Bytes sign(Bytes message) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, secret);
    signer.update(message.unsafeArray(), 0, message.size());
    try {
      return Bytes.owning(signer.generateSignature());
    } catch (CryptoException e) {
      throw new IllegalStateException("ML-DSA-44 does not sign " + message.size() + " bytes", e);
    }
  }

  /** Names the key without showing it. */
  @Override
  public String toString() {
    return "ML-DSA-44 signing key";
  }
}
