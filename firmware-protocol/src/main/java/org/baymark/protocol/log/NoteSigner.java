package org.baymark.protocol.log;

import java.nio.ByteBuffer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.SigningKey;

/**
 * A {@link NoteKey} with its secret. It signs what it is given: that a checkpoint continues the one
 * signed before is for its owner to know, and to have on disk, first.
 */
public record NoteSigner(NoteKey key, SigningKey secret) implements Cosigner {

  public NoteSigner {
    if (!secret.verifyingKey().thumbprint().equals(key.identity())) {
      throw new IllegalArgumentException("this is not the secret of " + key.vkey());
    }
  }

  /**
   * The signer of this name, of type {@link NoteKey#LOG}, {@link NoteKey#COSIGNER} or {@link
   * NoteKey#SM2}.
   */
  public static NoteSigner of(String name, int type, SigningKey secret) {
    return new NoteSigner(NoteKey.of(name, type, secret.verifyingKey()), secret);
  }

  /**
   * The log's own signature line.
   *
   * @throws IllegalArgumentException if this is not a log's key, or not the key of this origin
   */
  public NoteSignature signCheckpoint(Checkpoint checkpoint) {
    if (key.type() != NoteKey.LOG || !key.name().equals(checkpoint.origin())) {
      throw new IllegalArgumentException(
          key.vkey() + " does not sign for the log " + checkpoint.origin());
    }
    return line(secret.sign(Bytes.ofUtf8(checkpoint.text())));
  }

  @Override
  public NoteSignature cosign(Checkpoint checkpoint, long posixSeconds) {
    return timed(key, posixSeconds, secret.sign(message(key, checkpoint, posixSeconds)));
  }

  /**
   * The same for a checkpoint of another log: its extension lines are signed with it.
   *
   * @throws IllegalArgumentException if this is not a key of type {@link NoteKey#COSIGNER}, or for
   *     a time before 1970 or after the year 9999
   */
  public NoteSignature cosign(ForeignCheckpoint note, long posixSeconds) {
    if (key.type() != NoteKey.COSIGNER) {
      throw new IllegalArgumentException(key.vkey() + " does not co-sign other logs");
    }
    if (posixSeconds < 0 || posixSeconds > NoteKey.SECONDS_MAX) {
      throw new IllegalArgumentException("no time to co-sign at: " + posixSeconds);
    }
    return timed(key, posixSeconds, secret.sign(LineMessage.ed25519(note.text(), posixSeconds)));
  }

  /** What a co-signer of ours signs; an exception where no line can say it. */
  static Bytes message(NoteKey key, Checkpoint checkpoint, long posixSeconds) {
    if (key.type() == NoteKey.LOG) {
      throw new IllegalArgumentException(key.vkey() + " is not a co-signer's key");
    }
    if (!key.canSign(checkpoint, posixSeconds)) {
      throw new IllegalArgumentException(
          "no time, or no origin, to co-sign: " + posixSeconds + ", " + checkpoint.origin());
    }
    return key.message(checkpoint, posixSeconds);
  }

  static NoteSignature timed(NoteKey key, long posixSeconds, Bytes signature) {
    Bytes time = Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(posixSeconds).array());
    return new NoteSignature(key.name(), key.keyId(), time.concat(signature));
  }

  private NoteSignature line(Bytes signature) {
    return new NoteSignature(key.name(), key.keyId(), signature);
  }
}
