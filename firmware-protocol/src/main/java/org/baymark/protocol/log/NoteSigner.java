package org.baymark.protocol.log;

import java.nio.ByteBuffer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.SigningKey;

/**
 * A {@link NoteKey} with its secret. It signs what it is given: that a checkpoint continues the one
 * signed before is for its owner to know, and to have on disk, first.
 */
public record NoteSigner(NoteKey key, SigningKey secret) {

  public NoteSigner {
    if (!secret.verifyingKey().equals(key.key())) {
      throw new IllegalArgumentException("this is not the secret of " + key.vkey());
    }
  }

  /** The signer of this name, of type {@link NoteKey#LOG} or {@link NoteKey#COSIGNER}. */
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

  /**
   * A co-signature line: that this checkpoint is the newest the co-signer knows.
   *
   * @param posixSeconds the time of signing, in seconds since 1970
   * @throws IllegalArgumentException if this is not a co-signer's key, or for a time before 1970 or
   *     after the year 9999
   */
  public NoteSignature cosign(Checkpoint checkpoint, long posixSeconds) {
    return cosign(checkpoint.text(), posixSeconds);
  }

  /** The same for a checkpoint of another log: its extension lines are signed with it. */
  public NoteSignature cosign(ForeignCheckpoint note, long posixSeconds) {
    return cosign(note.text(), posixSeconds);
  }

  private NoteSignature cosign(String noteText, long posixSeconds) {
    if (key.type() != NoteKey.COSIGNER) {
      throw new IllegalArgumentException(key.vkey() + " is not a co-signer's key");
    }
    if (posixSeconds < 0 || posixSeconds > NoteKey.SECONDS_MAX) {
      throw new IllegalArgumentException("no time to co-sign at: " + posixSeconds);
    }
    Bytes time = Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(posixSeconds).array());
    return line(time.concat(secret.sign(NoteKey.cosignedMessage(noteText, posixSeconds))));
  }

  private NoteSignature line(Bytes signature) {
    return new NoteSignature(key.name(), key.keyId(), signature);
  }
}
