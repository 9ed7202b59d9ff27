package org.baymark.protocol.cose;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.jspecify.annotations.Nullable;

/**
 * A public key that passed every check a key can be put to. Keep it: decoding a key again costs as
 * much as verifying a signature with it. Immutable, safe for many threads.
 */
public final class VerifyingKey {
  private final CoseKey key;
  private final Bytes encoded;
  private final Digest thumbprint;

  /** Bouncy Castle's, which every key has: to decode a key is to check it. */
  private final Verifier reference;

  /** That of the provider in use; made with the first signature, for most keys only name things. */
  private volatile @Nullable Verifier verifier;

  private VerifyingKey(CoseKey key, Verifier reference, @Nullable Verifier verifier) {
    this.key = key;
    this.encoded = key.encoded();
    this.thumbprint = Digest.sha256(encoded);
    this.reference = reference;
    this.verifier = verifier;
  }

  /** One suite's verification with one decoded key, by many threads at once. */
  interface Verifier {
    boolean verifies(byte[] message, byte[] signature);
  }

  static VerifyingKey of(CoseKey key) throws RefusalException {
    Verifier reference =
        switch (key.suite()) {
          case ES256 -> P256Verifier.of(key.publicPart());
          case EDDSA -> Ed25519Verifier.of(key.publicPart());
          case SM2 -> Sm2Verifier.of(key.publicPart());
        };
    return new VerifyingKey(key, reference, null);
  }

  /** The same key, whose signatures {@code provider} verifies: to compare providers. */
  public VerifyingKey verifiedBy(SignatureProvider provider) {
    return new VerifyingKey(key, reference, provider.verifier(key, reference));
  }

  /** Reads a COSE_Key that stands inside a larger structure. */
  public static VerifyingKey read(CborReader in) throws RefusalException {
    int start = in.offset();
    CoseKey key = CoseKey.read(in);
    if (key.privatePart().isPresent()) {
      throw new RefusalException(
          Refusal.BAD_KEY, start, "a private key where a public one belongs");
    }
    return Parsed.at(start, () -> of(key));
  }

  /** Parses a deterministic COSE_Key with exactly the members that its thumbprint covers. */
  public static Parsed<VerifyingKey> parse(Bytes coseKey) {
    return Parsed.of(() -> read(CborReader.open(coseKey)));
  }

  /** The P-256 key of the point (x, y), 32 bytes each. */
  public static Parsed<VerifyingKey> ofP256(Bytes x, Bytes y) {
    return Parsed.of(
        () -> {
          if (x.size() != 32 || y.size() != 32) {
            throw new RefusalException(Refusal.BAD_KEY, "a P-256 key has twice 32 bytes");
          }
          return of(new CoseKey(Suite.ES256, x.concat(y), Optional.empty()));
        });
  }

  /** The Ed25519 key of these 32 bytes (RFC 8032, section 5.1.5), as C2SP vkeys carry it. */
  public static Parsed<VerifyingKey> ofEd25519(Bytes publicKey) {
    return Parsed.of(
        () -> {
          if (publicKey.size() != 32) {
            throw new RefusalException(Refusal.BAD_KEY, "an Ed25519 key has 32 bytes");
          }
          return of(new CoseKey(Suite.EDDSA, publicKey, Optional.empty()));
        });
  }

  /** The SM2 key of x and y, 32 bytes each. */
  public static Parsed<VerifyingKey> ofSm2(Bytes xy) {
    return Parsed.of(
        () -> {
          if (xy.size() != 64) {
            throw new RefusalException(Refusal.BAD_KEY, "an SM2 key has 64 bytes, x and y");
          }
          return of(new CoseKey(Suite.SM2, xy, Optional.empty()));
        });
  }

  public Suite suite() {
    return key.suite();
  }

  /** The deterministic COSE_Key. */
  public Bytes encoded() {
    return encoded;
  }

  /** The key material alone: x for Ed25519, x and y for P-256 and SM2. */
  public Bytes publicPart() {
    return key.publicPart();
  }

  /** SHA-256 of {@link #encoded} (RFC 9679): the identity of the key. */
  public Digest thumbprint() {
    return thumbprint;
  }

  /** The first 8 bytes of the thumbprint: a hint for look-up, never an identity. */
  public Bytes kid() {
    return thumbprint.bytes().slice(0, Sign1.KID_SIZE);
  }

  /** Whether {@code signature} is this key's over {@code message}; any other bytes are a no. */
  public boolean verifies(Bytes message, Bytes signature) {
    Verifier ready = verifier;
    if (ready == null) { // for two threads at once, perhaps: both make the same
      ready = SignatureProvider.chosen().verifier(key, reference);
      verifier = ready;
    }
    return ready.verifies(message.unsafeArray(), signature.unsafeArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && thumbprint.equals(that.thumbprint);
  }

  @Override
  public int hashCode() {
    return thumbprint.hashCode();
  }

  @Override
  public String toString() {
    return key.suite() + " " + thumbprint.hex();
  }
}
