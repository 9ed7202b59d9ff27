package org.baymark.protocol.log;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.MlDsaKey;
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

  /** ML-DSA-44 with a time: {@code subtree/v1} of a whole tree. */
  public static final int ML_DSA_44 = 0x06;

  /** SM2 with a time; the longer identifier that C2SP wants behind this byte is ours. */
  public static final int SM2 = 0xff;

  /** 9999-12-31T23:59:59Z: a co-signature later than that is not one. */
  public static final long SECONDS_MAX = 253_402_300_799L;

  static final int ID_SIZE = 4;
  private static final int TIME_SIZE = 8;

  private final String name;
  private final int type;
  private final LineKey key;
  private final Bytes keyId;

  private NoteKey(String name, int type, LineKey key) {
    this.name = name;
    this.type = type;
    this.key = key;
    this.keyId = Digest.sha256(Bytes.ofUtf8(name + "\n"), typed()).bytes().slice(0, ID_SIZE);
  }

  /**
   * The key of this name, type and material.
   *
   * @throws IllegalArgumentException for a name with a space or a plus, a type other than {@link
   *     #LOG}, {@link #COSIGNER} and {@link #SM2}, or a key of another suite than the type's
   */
  public static NoteKey of(String name, int type, VerifyingKey key) {
    if (!NoteText.isKeyName(name)) {
      throw new IllegalArgumentException("not a key name: " + name);
    }
    if (type != LOG && type != COSIGNER && type != SM2) {
      throw new IllegalArgumentException("no signature type of ours with such a key: " + type);
    }
    if (key.suite() != (type == SM2 ? Suite.SM2 : Suite.EDDSA)) {
      throw new IllegalArgumentException("lines of type " + type + " are not " + key.suite());
    }
    return new NoteKey(name, type, new LineKey.OnCurve(key));
  }

  /**
   * The co-signing key of this name in ML-DSA-44.
   *
   * @throws IllegalArgumentException for a name with a space or a plus, or of more than 255 bytes
   */
  public static NoteKey of(String name, MlDsaKey key) {
    if (!NoteText.isKeyName(name) || !LineMessage.fits(name)) {
      throw new IllegalArgumentException("not the name of a key in ML-DSA-44: " + name);
    }
    return new NoteKey(name, ML_DSA_44, new LineKey.OnLattice(key));
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
    LineKey material = LineKeyReader.read(type, typed.slice(1, typed.size()));
    if (type == ML_DSA_44 && !LineMessage.fits(parts[0])) {
      throw new RefusalException(
          Refusal.BAD_NAME, "the name of a key in ML-DSA-44 has at most 255 bytes");
    }
    NoteKey key = new NoteKey(parts[0], type, material);
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

  /** {@link #LOG}, or that of a co-signer. */
  public int type() {
    return type;
  }

  /** The same for the same public key, under whatever name and type: its COSE thumbprint. */
  public Digest identity() {
    return key.identity();
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
    return Bytes.owning(new byte[] {(byte) type}).concat(key.encoded());
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
    if (type == LOG || !isNamedBy(line) || timed.size() != TIME_SIZE + key.signatureSize()) {
      return OptionalLong.empty();
    }
    long seconds = ByteBuffer.wrap(timed.unsafeArray()).getLong();
    if (!canSign(checkpoint, seconds)) {
      return OptionalLong.empty();
    }
    Bytes signature = timed.slice(TIME_SIZE, timed.size());
    return key.verifies(message(checkpoint, seconds), signature)
        ? OptionalLong.of(seconds)
        : OptionalLong.empty();
  }

  /**
   * Whether a line of this co-signer can say this. C2SP lets an ML-DSA-44 line name no time, and
   * then it does not say that the tree was the largest: to us that is no co-signature.
   */
  boolean canSign(Checkpoint checkpoint, long seconds) {
    return type == ML_DSA_44
        ? seconds >= 1 && seconds <= SECONDS_MAX && LineMessage.fits(checkpoint.origin())
        : seconds >= 0 && seconds <= SECONDS_MAX;
  }

  /** What a line of this co-signer signs. */
  Bytes message(Checkpoint checkpoint, long seconds) {
    return switch (type) {
      case ML_DSA_44 -> LineMessage.mlDsa44(name, checkpoint, seconds);
      case SM2 -> LineMessage.sm2(name, checkpoint.text(), seconds);
      default -> LineMessage.ed25519(checkpoint.text(), seconds);
    };
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
