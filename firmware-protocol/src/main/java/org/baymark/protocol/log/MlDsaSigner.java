package org.baymark.protocol.log;

import org.baymark.protocol.cose.MlDsaSecret;

/** A {@link NoteKey} of type {@link NoteKey#ML_DSA_44} with its secret. */
public record MlDsaSigner(NoteKey key, MlDsaSecret secret) implements Cosigner {

  public static MlDsaSigner of(String name, MlDsaSecret secret) {
    return new MlDsaSigner(NoteKey.of(name, secret.key()), secret);
  }

  public MlDsaSigner {
    if (!key.equals(NoteKey.of(key.name(), secret.key()))) {
      throw new IllegalArgumentException("this is not the secret of key " + key.keyId().hex());
    }
  }

  @Override
  public NoteSignature cosign(Checkpoint checkpoint, long posixSeconds) {
    return NoteSigner.timed(
        key, posixSeconds, secret.sign(NoteSigner.message(key, checkpoint, posixSeconds)));
  }
}
