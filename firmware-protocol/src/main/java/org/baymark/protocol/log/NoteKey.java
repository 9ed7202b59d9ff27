package org.baymark.protocol.log;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * The public key of a log or of a co-signer, with its name (C2SP signed-note, "Verifier keys"). The
 * name and the four-byte key ID together say which key made a signature line.
 */
public final class NoteKey {
  /** Ed25519 over the note text: how a log signs. */
  public static final int LOG = 0x01;

  /** Ed25519 with a time: {@code cosignature/v1}. */
  public static final int COSIGNER = 0x04;

  /** 9999-12-31T23:59:59Z: a co-signature later than that is not one. */
  public static final long SECONDS_MAX = 253_402_300_799L;

  static final int ID_SIZE = 4;
  private static final int TIME_SIZE = 8;
  private static final int SIGNATURE_SIZE = 64;

  private final String name;
  private final int type;
  private final VerifyingKey key;
  private final Bytes keyId;

  private NoteKey(String name, int type, VerifyingKey key) {
    this.name = name;
    this.type = type;
    this.key = key;
    this.keyId = Digest.sha256(Bytes.ofUtf8(name + "\n"), typed()).bytes().slice(0, ID_SIZE);
  }

  /**
   * The key of this name, type and material.
   *
   * @throws IllegalArgumentException for a name with a space or a plus, a type other than {@link
   *     #LOG} and {@link #COSIGNER}, or a key other than Ed25519
   */
  public static NoteKey of(String name, int type, VerifyingKey key) {
    if (!NoteText.isKeyName(name)) {
      throw new IllegalArgumentException("not a key name: " + name);
    }
    if (type != LOG && type != COSIGNER) {
      throw new IllegalArgumentException("no signature type of ours: " + type);
    }
    if (key.suite() != Suite.EDDSA) {
      throw new IllegalArgumentException("notes are signed with Ed25519, not " + key.suite());
    }
    return new NoteKey(name, type, key);
  }

  /** Parses {@code name+keyid+base64}, the key ID as 8 lower-case hex digits. */
  public static Parsed<NoteKey> parse(String vkey) {
    return Parsed.of(() -> read(vkey));
  }

  static NoteKey read(String vkey) throws RefusalException {
    // Base64 may hold a plus, a name and a key ID may not: the first two pluses divide.
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3) {
      throw bad("a vkey is a name, a key ID and a key, joined by +");
    }
    if (!NoteText.isKeyName(parts[0])) {
      throw new RefusalException(Refusal.BAD_NAME, "the vkey's name is empty or has a space");
    }
    if (!parts[1].matches("[0-9a-f]{8}")) {
      throw bad("the vkey's key ID is not 8 lower-case hex digits");
    }
    Bytes typed = NoteText.base64(parts[2], "the vkey's key");
    if (typed.size() == 0) {
      throw bad("the vkey's key is empty");
    }
    int type = typed.at(0) & 0xff;
    if (type != LOG && type != COSIGNER) {
      throw new RefusalException(
          Refusal.UNKNOWN_ALGORITHM,
          "the vkey is of type " + type + ", not 1 (Ed25519) or 4 (cosignature/v1)");
    }
    Bytes publicKey = typed.slice(1, typed.size());
    NoteKey key = new NoteKey(parts[0], type, VerifyingKey.ofEd25519(publicKey).orRefuse());
    if (!key.keyId.hex().equals(parts[1])) {
      throw bad("the vkey's key ID is " + parts[1] + ", its key's is " + key.keyId.hex());
    }
    return key;
  }

  private static RefusalException bad(String detail) {
    return new RefusalException(Refusal.BAD_KEY, detail);
  }

  public String name() {
    return name;
  }

  /** {@link #LOG} or {@link #COSIGNER}. */
  public int type() {
    return type;
  }

  public VerifyingKey key() {
    return key;
  }

  /** The first 4 bytes of SHA-256(name || LF || type || key). */
  public Bytes keyId() {
    return keyId;
  }

  /** The text that {@link #parse} reads. */
  public String vkey() {
    return name + "+" + keyId.hex() + "+" + NoteText.base64(typed());
  }

  private Bytes typed() {
    return Bytes.owning(new byte[] {(byte) type}).concat(key.publicPart());
  }

  /** Whether {@code line} claims to be this key's: the same name and the same key ID. */
  public boolean isNamedBy(NoteSignature line) {
    return line.name().equals(name) && line.keyId().equals(keyId);
  }

  /** Whether {@code line} is named by this key and is its signature over {@code checkpoint}. */
  public boolean verifies(Checkpoint checkpoint, NoteSignature line) {
    return type == LOG
        ? isNamedBy(line) && key.verifies(Bytes.ofUtf8(checkpoint.text()), line.signature())
        : cosignedAt(checkpoint, line).isPresent();
  }

  /**
   * Whether {@code line} is named by this log's key and is its signature over the text of {@code
   * note}, extension lines included.
   */
  public boolean verifies(ForeignCheckpoint note, NoteSignature line) {
    return type == LOG
        && isNamedBy(line)
        && key.verifies(Bytes.ofUtf8(note.text()), line.signature());
  }

  /**
   * When this key co-signed {@code checkpoint}, in seconds since 1970; empty where {@code line} is
   * not this co-signer's, or does not verify, or names a time after {@link #SECONDS_MAX}.
   */
  public OptionalLong cosignedAt(Checkpoint checkpoint, NoteSignature line) {
    Bytes timed = line.signature();
    if (type != COSIGNER || !isNamedBy(line) || timed.size() != TIME_SIZE + SIGNATURE_SIZE) {
      return OptionalLong.empty();
    }
    long seconds = ByteBuffer.wrap(timed.unsafeArray()).getLong();
    if (seconds < 0 || seconds > SECONDS_MAX) {
      return OptionalLong.empty();
    }
    Bytes signature = timed.slice(TIME_SIZE, timed.size());
    return key.verifies(cosignedMessage(checkpoint.text(), seconds), signature)
        ? OptionalLong.of(seconds)
        : OptionalLong.empty();
  }

  /** C2SP tlog-cosignature, "Ed25519 signed message". */
  static Bytes cosignedMessage(String noteText, long seconds) {
    return Bytes.ofUtf8("cosignature/v1\ntime " + seconds + "\n" + noteText);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteKey that
        && name.equals(that.name)
        && type == that.type
        && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return keyId.hashCode();
  }

  @Override
  public String toString() {
    return vkey();
  }
}
