package org.baymark.protocol.papers;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/**
 * Base45 (RFC 9285): bytes in the 45 characters of a QR code's alphanumeric mode, two bytes in
 * three of them. In that mode a QR code holds half as much again as in bytes of base64.
 */
public final class Base45 {
  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  private static final int BASE = ALPHABET.length();

  private Base45() {}

  public static String encode(Bytes octets) {
    StringBuilder text = new StringBuilder((octets.size() + 1) / 2 * 3);
    for (int i = 0; i < octets.size(); i += 2) {
      boolean isPair = i + 1 < octets.size();
      int value = octets.at(i) & 0xff;
      value = isPair ? value << 8 | octets.at(i + 1) & 0xff : value;
      for (int left = isPair ? 3 : 2; left > 0; left--) {
        text.append(ALPHABET.charAt(value % BASE));
        value /= BASE;
      }
    }
    return text.toString();
  }

  /** Empty where {@code text} is not what {@link #encode} makes of some bytes. */
  public static Optional<Bytes> decode(String text) {
    if (text.length() % 3 == 1) {
      return Optional.empty();
    }
    byte[] octets = new byte[text.length() / 3 * 2 + text.length() % 3 / 2];
    int size = 0;
    for (int from = 0; from < text.length(); from += 3) {
      int to = Math.min(from + 3, text.length());
      int value = 0;
      for (int i = to - 1; i >= from; i--) {
        int digit = ALPHABET.indexOf(text.charAt(i));
        if (digit < 0) {
          return Optional.empty();
        }
        value = value * BASE + digit;
      }
      boolean isPair = to - from == 3;
      if (value >>> (isPair ? 16 : 8) != 0) {
        return Optional.empty();
      }
      if (isPair) {
        octets[size++] = (byte) (value >>> 8);
      }
      octets[size++] = (byte) value;
    }
    return Optional.of(Bytes.owning(octets));
  }

  /**
   * What stands behind {@code prefix} in a text, or in a file of it, which ends with a newline.
   *
   * @param textMax of the text, in characters, its prefix included
   */
  public static Optional<Bytes> behind(String prefix, String text, int textMax) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return line.startsWith(prefix) && line.length() <= textMax
        ? decode(line.substring(prefix.length()))
        : Optional.empty();
  }
}
