package org.baymark.protocol.inspect;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;

/**
 * Reads diagnostic notation back into bytes, as far as we write it for what is accepted: so nothing
 * that stands in the bytes is missing in the notation, and no comment hides a value.
 */
final class EdnReader {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\G(?:\\s|/[^/]*/)*(h'[0-9a-f]*'|\"(?:[^\"\\\\]|\\\\.)*\"|<<|>>"
              + "|-?[0-9.]+(?:E-?[0-9]+)?(?:_[0-3])?|[a-z]+|[\\[\\]{}(),:])");

  private final Matcher tokens;
  private String token = "";

  private EdnReader(String notation) {
    this.tokens = TOKEN.matcher(notation);
    next();
  }

  static Bytes bytes(String notation) {
    EdnReader reader = new EdnReader(notation);
    return reader.item();
  }

  private void next() {
    token = tokens.find() ? tokens.group(1) : "";
  }

  private String take() {
    String taken = token;
    next();
    return taken;
  }

  private Bytes item() {
    CborWriter out = new CborWriter();
    String first = take();
    if (first.startsWith("h'")) {
      out.bytes(Bytes.ofHex(first.substring(2, first.length() - 1)));
    } else if (first.startsWith("\"")) {
      out.text(unescaped(first.substring(1, first.length() - 1)));
    } else if (first.equals("<<")) {
      out.bytes(item());
      next();
    } else if (first.equals("[")) {
      list(out, "]", false);
    } else if (first.equals("{")) {
      list(out, "}", true);
    } else if (token.equals("(")) {
      next();
      out.tag(Long.parseLong(first)).raw(item());
      next();
    } else {
      plain(out, first);
    }
    return out.toBytes();
  }

  private void list(CborWriter out, String close, boolean map) {
    CborWriter items = new CborWriter();
    int count = 0;
    while (!token.equals(close)) {
      items.raw(item());
      count++;
      if (token.equals(",") || token.equals(":")) {
        next();
      }
    }
    next();
    (map ? out.map(count / 2) : out.array(count)).raw(items.toBytes());
  }

  private static void plain(CborWriter out, String word) {
    switch (word) {
      case "null" -> out.nil();
      case "true", "false" -> out.bool(word.equals("true"));
      default -> number(out, word);
    }
  }

  private static void number(CborWriter out, String word) {
    if (!word.contains("_")) {
      out.integer(new BigInteger(word).longValueExact());
      return;
    }
    double value = Double.parseDouble(word.substring(0, word.length() - 2));
    switch (word.charAt(word.length() - 1)) {
      case '1' -> out.raw(half(value));
      case '2' ->
          out.raw(Bytes.ofHex(String.format("fa%08x", Float.floatToIntBits((float) value))));
      default -> out.raw(Bytes.ofHex(String.format("fb%016x", Double.doubleToLongBits(value))));
    }
  }

  /** A whole multiple of 2^-10 below 2, which is all that the vectors have. */
  private static Bytes half(double value) {
    int exponent = Math.getExponent(value);
    int mantissa = (int) Math.scalb(value, 10 - exponent) - 1024;
    return Bytes.ofHex(String.format("f9%04x", ((exponent + 15) << 10) + mantissa));
  }

  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        out.append(text.charAt(i));
        continue;
      }
      char escaped = text.charAt(++i);
      if (escaped == 'u') {
        out.append((char) HexFormat.fromHexDigits(text.substring(i + 1, i + 5)));
        i += 4;
      } else {
        out.append(escaped == 'n' ? '\n' : escaped);
      }
    }
    return out.toString();
  }
}
