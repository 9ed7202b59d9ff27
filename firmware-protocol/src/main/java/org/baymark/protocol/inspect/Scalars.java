package org.baymark.protocol.inspect;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.baymark.protocol.cbor.HalfFloat;

/** Items without items inside, in diagnostic notation (RFC 8949, section 8). */
final class Scalars {
  private static final int BYTES_MAX = 32;
  private static final int BYTES_SHOWN = 8;
  private static final int TEXT_MAX = 80;

  /** A smaller number of seconds is a span (RFC 8428, section 4.5.3), no point in time. */
  private static final long ABSOLUTE = 1L << 28;

  /** The end of the year 9999: no clock means a later time. */
  private static final long SECONDS_MAX = 253_402_300_799L;

  private Scalars() {}

  /** An integer; it may be beyond 64 bits with a sign. */
  static String integer(Head head) {
    BigInteger value = new BigInteger(Long.toUnsignedString(head.argument()));
    return (head.major() == 0 ? value : value.not()) + head.indicator();
  }

  /** A float; its size is always said, because only one of three is right. */
  static String floating(Head head) {
    double value =
        switch (head.info()) {
          case 25 -> HalfFloat.decode((int) head.argument());
          case 26 -> Float.intBitsToFloat((int) head.argument());
          default -> Double.longBitsToDouble(head.argument());
        };
    return value + "_" + (head.info() - 24);
  }

  static String simple(Head head) {
    return switch ((int) head.argument()) {
      case 20 -> "false";
      case 21 -> "true";
      case 22 -> "null";
      case 23 -> "undefined";
      default -> "simple(" + head.argument() + ")";
    };
  }

  /** A byte string; a long one is cut, with its size behind, unless {@code full}. */
  static String bytes(byte[] in, int from, int to, boolean full) {
    int size = to - from;
    if (full || size <= BYTES_MAX) {
      return "h'" + HexFormat.of().formatHex(in, from, to) + "'";
    }
    String hex = HexFormat.of().formatHex(in, from, from + BYTES_SHOWN);
    return "h'" + hex + "...' / " + size + " bytes /";
  }

  /** Text as a JSON string, so that nothing in it speaks to a terminal; empty if no UTF-8. */
  static Optional<String> text(byte[] in, int from, int to, boolean full) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(in, from, to - from))
              .toString();
      if (full || text.length() <= TEXT_MAX) {
        return Optional.of('"' + escaped(text) + '"');
      }
      // Never through the middle of a pair of surrogates.
      int cut = text.offsetByCodePoints(0, text.codePointCount(0, TEXT_MAX - 1));
      return Optional.of(
          '"' + escaped(text.substring(0, cut)) + "...\" / " + (to - from) + " bytes /");
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (isPlain(text.codePointAt(i)) && !loneLow(text, i)) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return out.toString();
  }

  /** The second half of a pair has the first one's answer. */
  private static boolean loneLow(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at))
        && at > 0
        && !isPlain(text.codePointAt(at - 1));
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** The point in time that so many seconds, or thousandths, since 1970 are. */
  static String time(Head head, boolean millis) {
    long seconds = millis ? head.argument() / 1000 : head.argument();
    if (head.major() != 0 || seconds < ABSOLUTE || seconds > SECONDS_MAX) {
      return "";
    }
    return " / "
        + (millis ? Instant.ofEpochMilli(head.argument()) : Instant.ofEpochSecond(seconds))
        + " /";
  }

  /** The value of a decimal fraction (RFC 8949, section 3.4.4), where it can be written short. */
  static String decimal(Head exponent, Head mantissa) {
    boolean small = exponent.major() <= 1 && exponent.argument() >= 0 && exponent.argument() < 32;
    if (!small || mantissa.major() > 1) {
      return "";
    }
    int scale = (int) exponent.argument();
    BigInteger digits = new BigInteger(Long.toUnsignedString(mantissa.argument()));
    BigInteger unscaled = mantissa.major() == 0 ? digits : digits.not();
    BigDecimal value = new BigDecimal(unscaled, exponent.major() == 0 ? -scale : scale + 1);
    return " / " + value.toPlainString() + " /";
  }
}
