package org.baymark.protocol.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.merkle.TreeHead;

/** What every text of this package has in common (C2SP signed-note, "Format"). */
final class NoteText {
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,15}");

  private NoteText() {}

  /** The text of these octets, which must be valid UTF-8. */
  static String ofUtf8(Bytes octets) throws RefusalException {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(octets.unsafeArray());
      // A new decoder reports malformed input, where new String would replace it in silence.
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException e) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "not valid UTF-8");
    }
  }

  /** Whether {@code line} has a UTF-8 form and no control character, the newline included. */
  static boolean isLine(String line) {
    return line.chars().noneMatch(c -> c < 0x20) && hasUtf8(line);
  }

  /** Whether {@code name} can stand in a signature line and in a vkey. */
  static boolean isKeyName(String name) {
    return !name.isEmpty() && isLine(name) && name.codePoints().noneMatch(NoteText::endsName);
  }

  /** Unicode spaces (property White_Space, of which U+0085 is no space to Java) and the plus. */
  private static boolean endsName(int point) {
    return point == '+' || point == 0x85 || Character.isSpaceChar(point);
  }

  private static boolean hasUtf8(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * Reads a size or an index: a decimal from 0 to 2^53-1, without leading zeros.
   *
   * @param what names the thing in the refusal
   */
  static long decimal(String text, String what) throws RefusalException {
    if (DECIMAL.matcher(text).matches() && Long.parseLong(text) <= TreeHead.SIZE_MAX) {
      return Long.parseLong(text);
    }
    throw new RefusalException(
        Refusal.OUT_OF_RANGE, what + " is not a decimal below 2^53 without leading zeros");
  }

  /** Reads a hash in base64. */
  static Digest hash(String text, String what) throws RefusalException {
    Bytes octets = base64(text, what);
    if (octets.size() != Digest.SIZE) {
      throw new RefusalException(
          Refusal.WRONG_SHAPE, what + " has " + octets.size() + " bytes, not 32");
    }
    return Digest.of(octets);
  }

  static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.unsafeArray());
  }

  /**
   * Reads base64 (RFC 4648, section 4) in the one form that writing gives it back: padded, and with
   * zeros in the bits that nothing needs (section 3.5).
   *
   * @param what names the thing in the refusal
   */
  static Bytes base64(String text, String what) throws RefusalException {
    try {
      Bytes octets = Bytes.owning(Base64.getDecoder().decode(text));
      if (base64(octets).equals(text)) {
        return octets;
      }
    } catch (IllegalArgumentException e) {
      // Other characters, or a length that no octets have: said below.
    }
    throw new RefusalException(Refusal.WRONG_SHAPE, what + " is not canonical base64");
  }
}
