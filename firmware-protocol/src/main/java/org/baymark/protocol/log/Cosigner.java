package org.baymark.protocol.log;

/** Whoever makes co-signature lines of one key. */
public interface Cosigner {
  NoteKey key();

  /**
   * A co-signature line: that this checkpoint is the newest the co-signer knows. That it is, and
   * stands on the disk, is for the caller to know first. It takes no lock and does not block.
   *
   * @param posixSeconds the time of signing, in seconds since 1970
   * @throws IllegalArgumentException if this key does not co-sign, or for a time that no line of
   *     its type can name
   */
  NoteSignature cosign(Checkpoint checkpoint, long posixSeconds);
}
