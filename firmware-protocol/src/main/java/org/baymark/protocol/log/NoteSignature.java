package org.baymark.protocol.log;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * A signature line of a note, by whatever key: em dash, space, name, space, base64, newline.
 *
 * @param keyId 4 bytes
 * @param signature what the key's algorithm made, at least one byte
 */
public record NoteSignature(String name, Bytes keyId, Bytes signature) {
  private static final String START = "\u2014 ";

  public NoteSignature {
    if (!NoteText.isKeyName(name) || keyId.size() != NoteKey.ID_SIZE || signature.size() == 0) {
      throw new IllegalArgumentException("not a signature line of " + name);
    }
  }

  /** Reads a line, without its newline. */
  static NoteSignature read(String line) throws RefusalException {
    if (!line.startsWith(START)) {
      throw wrong("a signature line starts with an em dash and a space");
    }
    int space = line.indexOf(' ', START.length());
    if (space < 0) {
      throw wrong("a signature line is an em dash, a key name and a signature");
    }
    String name = line.substring(START.length(), space);
    if (!NoteText.isKeyName(name)) {
      throw new RefusalException(
          Refusal.BAD_NAME, "the key name is empty or has a space or a plus");
    }
    Bytes octets = NoteText.base64(line.substring(space + 1), "the signature");
    if (octets.size() <= NoteKey.ID_SIZE) {
      throw wrong("a signature is a key ID of 4 bytes and at least one byte more");
    }
    return new NoteSignature(
        name, octets.slice(0, NoteKey.ID_SIZE), octets.slice(NoteKey.ID_SIZE, octets.size()));
  }

  private static RefusalException wrong(String detail) {
    return new RefusalException(Refusal.WRONG_SHAPE, detail);
  }

  /** Whether {@code other} claims to be of the same key. */
  boolean sameKey(NoteSignature other) {
    return name.equals(other.name) && keyId.equals(other.keyId);
  }

  /** The line, with its newline. */
  public String line() {
    return START + name + " " + NoteText.base64(keyId.concat(signature)) + "\n";
  }
}
