package org.baymark.protocol.cose;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.BigIntegers;

/**
 * A private key in memory and its public half. All suites sign deterministically (RFC 6979, RFC
 * 8032).
 */
public final class SigningKey implements Signer {
  private final CoseKey key;
  private final VerifyingKey verifyingKey;

  private SigningKey(CoseKey key) throws RefusalException {
    this.key = key;
    this.verifyingKey = VerifyingKey.of(key.withoutPrivatePart());
  }

  /** A new key from {@code random}. */
  public static SigningKey generate(Suite suite, SecureRandom random) {
    return ofSecret(suite, random::nextBytes);
  }

  /**
   * The key that {@code source} leads to: it fills 32 bytes, and again where the curve cannot use
   * them (once in 2^32).
   */
  public static SigningKey ofSecret(Suite suite, Consumer<byte[]> source) {
    while (true) {
      byte[] secret = new byte[32];
      source.accept(secret);
      Optional<SigningKey> made = ofSecret(suite, Bytes.owning(secret)).toOptional();
      if (made.isPresent()) {
        return made.get();
      }
    }
  }

  /** The key of this 32-byte seed (Ed25519) or scalar (P-256, SM2). */
  public static Parsed<SigningKey> ofSecret(Suite suite, Bytes secret) {
    return Parsed.of(
        () -> {
          if (secret.size() != 32) {
            throw new RefusalException(Refusal.BAD_KEY, "a secret has 32 bytes");
          }
          return new SigningKey(new CoseKey(suite, publicPart(suite, secret), Optional.of(secret)));
        });
  }

  /** Parses a private COSE_Key: the public members and -4. */
  public static Parsed<SigningKey> parse(Bytes coseKey) {
    return Parsed.of(
        () -> {
          CoseKey key = CoseKey.read(CborReader.open(coseKey));
          Bytes secret =
              key.privatePart()
                  .orElseThrow(() -> new RefusalException(Refusal.BAD_KEY, "not a private key"));
          if (!publicPart(key.suite(), secret).equals(key.publicPart())) {
            throw new RefusalException(Refusal.BAD_KEY, "the two halves do not belong together");
          }
          return new SigningKey(key);
        });
  }

  private static Bytes publicPart(Suite suite, Bytes secret) throws RefusalException {
    return switch (suite) {
      case ES256 ->
          Curves.publicPart(Curves.P_256, secret, Curves.P_256.getN().subtract(BigInteger.ONE));
      case SM2 -> Curves.publicPart(Curves.SM2, secret, Sm2.SECRET_MAX);
      case EDDSA -> {
        byte[] point = new byte[32];
        Ed25519.generatePublicKey(secret.unsafeArray(), 0, point, 0);
        yield Bytes.owning(point);
      }
    };
  }

  @Override
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  /** The private COSE_Key: for the key file and nothing else. */
  public Bytes encodedSecret() {
    return key.encoded();
  }

  @Override
  public Bytes sign(Bytes message) {
    byte[] secret = key.privatePart().orElseThrow().unsafeArray();
    return switch (key.suite()) {
      case ES256 -> {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, secret), Curves.P_256));
        BigInteger[] rs = signer.generateSignature(Digest.sha256(message).bytes().unsafeArray());
        yield Bytes.owning(BigIntegers.asUnsignedByteArray(32, rs[0]))
            .concat(Bytes.owning(BigIntegers.asUnsignedByteArray(32, rs[1])));
      }
      case SM2 -> Sm2.sign(Bytes.owning(secret), key.publicPart(), message);
      case EDDSA -> {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        byte[] octets = message.unsafeArray();
        Ed25519.sign(secret, 0, octets, 0, octets.length, signature, 0);
        yield Bytes.owning(signature);
      }
    };
  }

  /** Names the key without showing it. */
  @Override
  public String toString() {
    return "signing key of " + verifyingKey;
  }
}
