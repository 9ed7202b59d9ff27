package org.baymark.protocol.statement;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;

/**
 * What a {@link Hidden} statement hides: ["baymark reveal v1", kid, boot, seq, salt, content]. It
 * needs no signature: nobody else can find a salt and a content of the hash that was signed.
 *
 * @param encoded the original bytes, at most {@link Unverified#SIZE_MAX}
 * @param kid of the key that signed the statement
 * @param boot of the statement's position, and {@code seq}
 */
public record Reveal(Bytes encoded, Bytes kid, long boot, long seq, Bytes salt, Bytes content) {
  private static final String KIND = "baymark reveal v1";

  /** The head of an array of six, where a statement has a tag and a record an array of four. */
  private static final int HEAD = 0x86;

  /** Whether these bytes set out as a reveal does. */
  public static boolean isBegunBy(Bytes encoded) {
    return encoded.size() > 0 && (encoded.at(0) & 0xff) == HEAD;
  }

  public static Parsed<Reveal> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Reveal read(Bytes encoded) throws RefusalException {
    if (encoded.size() > Unverified.SIZE_MAX) {
      String what =
          encoded.size() + " bytes where a reveal has " + Unverified.SIZE_MAX + " at most";
      throw new RefusalException(Refusal.TOO_LARGE, what);
    }
    CborReader in = CborReader.open(encoded);
    in.arrayOf(6);
    in.literal(KIND);
    Bytes kid = in.bytesOf(Sign1.KID_SIZE);
    long boot = in.unsigned(Position.U32_MAX);
    long seq = in.unsigned(Position.U32_MAX);
    Bytes salt = in.bytesOf(Hidden.SALT_SIZE);
    return new Reveal(encoded, kid, boot, seq, salt, in.bytes(Unverified.SIZE_MAX));
  }

  /** What a device sends beside its statement. */
  public static Reveal of(Bytes kid, Position position, Bytes salt, Bytes content) {
    CborWriter out = new CborWriter().array(6).text(KIND).bytes(kid);
    out.integer(position.boot()).integer(position.seq()).bytes(salt).bytes(content);
    return new Reveal(out.toBytes(), kid, position.boot(), position.seq(), salt, content);
  }

  /** Whether it says to be what {@code statement} hides. */
  public boolean names(Unverified statement) {
    return statement.content() instanceof Hidden
        && statement.signed().kid().equals(kid)
        && statement.position().boot() == boot
        && statement.position().seq() == seq;
  }

  /** Whether {@code statement} hides this. */
  public boolean isOf(Unverified statement) {
    return names(statement) && ((Hidden) statement.content()).hides(salt, content);
  }
}
