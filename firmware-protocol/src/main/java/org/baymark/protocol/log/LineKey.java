package org.baymark.protocol.log;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.MlDsaKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;

/** The key material of a {@link NoteKey}, by its type. */
sealed interface LineKey {
  /** What C2SP asks for behind a type byte that it left free: ours, and unlikely to collide. */
  Bytes SM2_IDENTIFIER = Bytes.ofUtf8("baymark sm2-cosignature/v1\n");

  /** What stands in a vkey behind the type byte. */
  Bytes encoded();

  /** The same for the same public key, whatever it is used for. */
  Digest identity();

  int signatureSize();

  boolean verifies(Bytes message, Bytes signature);

  /** Ed25519 or SM2. */
  record OnCurve(VerifyingKey key) implements LineKey {
    @Override
    public Bytes encoded() {
      return key.suite() == Suite.SM2 ? SM2_IDENTIFIER.concat(key.publicPart()) : key.publicPart();
    }

    @Override
    public Digest identity() {
      return key.thumbprint();
    }

    @Override
    public int signatureSize() {
      return 64;
    }

    @Override
    public boolean verifies(Bytes message, Bytes signature) {
      return key.verifies(message, signature);
    }
  }

  /** ML-DSA-44. */
  record OnLattice(MlDsaKey key) implements LineKey {
    @Override
    public Bytes encoded() {
      return key.encoded();
    }

    @Override
    public Digest identity() {
      return Digest.sha256(key.encoded());
    }

    @Override
    public int signatureSize() {
      return MlDsaKey.SIGNATURE_SIZE;
    }

    @Override
    public boolean verifies(Bytes message, Bytes signature) {
      return key.verifies(message, signature);
    }
  }
}
