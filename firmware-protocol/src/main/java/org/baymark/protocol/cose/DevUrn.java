package org.baymark.protocol.cose;

import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/** The name of a device, a gateway or a member: a URN of RFC 9039, at most 128 characters. */
public record DevUrn(String text) implements Comparable<DevUrn> {
  public static final int SIZE_MAX = 128;

  private static final String PREFIX = "urn:dev:";

  public DevUrn {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a device URN of RFC 9039: " + text);
    }
  }

  public static boolean isValid(String text) {
    return text.length() <= SIZE_MAX && text.startsWith(PREFIX) && isBody(text);
  }

  /**
   * RFC 9039, section 3.2: the known bodies in their own form, any other subtype as otherbody; and
   * components behind them, each after an underscore. By hand, for a pattern was half of parsing.
   */
  private static boolean isBody(String text) {
    int components = text.indexOf('_');
    int end = components < 0 ? text.length() : components;
    int colon = text.indexOf(':', PREFIX.length());
    if (colon < 0 || colon > end || (components >= 0 && !areIdentifiers(text, end, '_'))) {
      return false;
    }
    if (isOf("mac:", text) || isOf("ow:", text)) {
      return isHex(text, colon + 1, end);
    }
    if (isOf("org:", text) || isOf("os:", text)) {
      return areIdentifiers(text, number(text, colon, end), end, ':');
    }
    if (isOf("ops:", text)) {
      return areIdentifiers(text, product(text, number(text, colon, end), end), end, ':');
    }
    return isSubtype(text, colon) && areIdentifiers(text, colon, end, ':');
  }

  private static boolean isOf(String subtype, String text) {
    return text.startsWith(subtype, PREFIX.length());
  }

  private static boolean areIdentifiers(String text, int from, char before) {
    return areIdentifiers(text, from, text.length(), before);
  }

  /**
   * One identifier or more, none of them empty: the first behind {@code from}, others behind marks.
   */
  private static boolean areIdentifiers(String text, int from, int end, char mark) {
    if (from < 0) {
      return false;
    }
    boolean empty = true;
    for (int i = from + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == mark ? empty : !isAlphanumeric(c) && c != '.' && c != '-') {
        return false;
      }
      empty = c == mark;
    }
    return !empty;
  }

  /** Where the dash behind a number without leading zeros is; -1 where none is. */
  private static int number(String text, int colon, int end) {
    int at = colon + 1;
    while (at < end && isDigit(text.charAt(at))) {
      at++;
    }
    boolean right = at > colon + 1 && text.charAt(colon + 1) != '0';
    return right && at < end && text.charAt(at) == '-' ? at : -1;
  }

  /** Where the dash behind a product class is; -1 where none is. */
  private static int product(String text, int dash, int end) {
    int at = dash + 1;
    while (dash >= 0 && at < end && (isAlphanumeric(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    return dash >= 0 && at > dash + 1 && at < end && text.charAt(at) == '-' ? at : -1;
  }

  private static boolean isHex(String text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (!isDigit(text.charAt(i)) && (text.charAt(i) < 'a' || text.charAt(i) > 'f')) {
        return false;
      }
    }
    return end > from && (end - from) % 2 == 0;
  }

  /** A small letter, and then small letters and digits. */
  private static boolean isSubtype(String text, int colon) {
    for (int i = PREFIX.length(); i < colon; i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(isDigit(c) && i > PREFIX.length())) {
        return false;
      }
    }
    return colon > PREFIX.length();
  }

  private static boolean isAlphanumeric(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The URN that {@code text} is, inside a parser. */
  public static DevUrn read(String text, int offset) throws RefusalException {
    try {
      return new DevUrn(text);
    } catch (IllegalArgumentException e) {
      throw new RefusalException(Refusal.BAD_NAME, offset, "not a device URN of RFC 9039");
    }
  }

  @Override
  public int compareTo(DevUrn other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
