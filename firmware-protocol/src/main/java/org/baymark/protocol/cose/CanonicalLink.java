package org.baymark.protocol.cose;

import java.util.Locale;

/**
 * The one spelling of a GS1 Digital Link that a subject has (GS1 Digital Link URI Syntax,
 * "Canonical GS1 Digital Link URIs"): the domain id.gs1.org, a key with its qualifiers in their
 * order, nothing else, and of every value the one spelling that RFC 3986 prefers.
 */
public final class CanonicalLink {
  /** How every such link begins. */
  public static final String STEM = "https://id.gs1.org/";

  private static final int QUALIFIER_MAX = 20;
  private static final int ASSET_MAX = 30;
  private static final int PREFIX_MIN = 4;
  private static final int NO = -1;

  private CanonicalLink() {}

  static boolean begins(String text) {
    return text.startsWith(STEM);
  }

  /** Whether {@code text}, which {@link #begins begins} as a link does, is one to its end. */
  static boolean isValid(String text) {
    return end(text) == text.length();
  }

  /**
   * How a value stands in a link: the characters of GS1's set 82 that RFC 3986 does not reserve
   * (section 2.3) as they are, any other as a percent sign and two upper-case digits (section 2.1).
   *
   * @param value characters of set 82
   */
  public static String spelled(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (standsForItself(c)) {
        text.append(c);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return text.toString();
  }

  /**
   * The index behind the key and its qualifiers, in one pass, since every statement comes by here;
   * {@link #NO} if a key is none. The methods below take an index or NO and return the same.
   */
  private static int end(String text) {
    int at = STEM.length();
    if (text.startsWith("00/", at)) {
      return number(text, at + 3, 18);
    }
    if (text.startsWith("01/", at)) {
      return qualifier(text, qualifier(text, number(text, at + 3, 14), "/10/"), "/21/");
    }
    if (text.startsWith("414/", at)) {
      return qualifier(text, number(text, at + 4, 13), "/254/");
    }
    if (text.startsWith("417/", at)) {
      return number(text, at + 4, 13);
    }
    if (text.startsWith("402/", at)) {
      return number(text, at + 4, 17);
    }
    if (text.startsWith("401/", at)) {
      return value(text, digits(text, at + 4, PREFIX_MIN), ASSET_MAX - PREFIX_MIN);
    }
    if (text.startsWith("8004/", at)) {
      return value(text, digits(text, at + 5, PREFIX_MIN), ASSET_MAX - PREFIX_MIN);
    }
    // The check digit is that of the 13 digits behind the zero, which weighs nothing.
    return text.startsWith("8003/0", at) ? value(text, number(text, at + 5, 14), 16) : NO;
  }

  private static int digits(String text, int from, int count) {
    int end = from + count;
    if (end > text.length()) {
      return NO;
    }
    for (int i = from; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return NO;
      }
    }
    return end;
  }

  /** Digits, of which the last is the check digit. */
  private static int number(String text, int from, int count) {
    int end = digits(text, from, count);
    if (end == NO) {
      return NO;
    }
    int sum = 0;
    for (int i = from; i < end; i++) {
      sum += ((end - i) % 2 == 0 ? 3 : 1) * (text.charAt(i) - '0');
    }
    return sum % 10 == 0 ? end : NO;
  }

  private static int qualifier(String text, int from, String name) {
    if (from == NO || !text.startsWith(name, from)) {
      return from;
    }
    int start = from + name.length();
    int end = value(text, start, QUALIFIER_MAX);
    // Whoever resolves a URI takes these two away (RFC 3986, section 5.2.4).
    boolean dots =
        text.startsWith(".", start)
            && (end == start + 1 || (end == start + 2 && text.charAt(start + 1) == '.'));
    return end == start || dots ? NO : end;
  }

  /** At most {@code max} characters of GS1's set 82 in their one spelling, as many as there are. */
  private static int value(String text, int from, int max) {
    if (from == NO) {
      return NO;
    }
    int at = from;
    for (int count = 0; count < max && at < text.length(); count++) {
      if (standsForItself(text.charAt(at))) {
        at++;
      } else if (isEscape(text, at)) {
        at += 3;
      } else {
        return at;
      }
    }
    return at;
  }

  /** Whether a character of set 82 stands for itself in a URI (RFC 3986, section 2.3). */
  private static boolean standsForItself(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || c == '-'
        || c == '.'
        || c == '_';
  }

  /** One of the other characters of set 82: {@code !"%&'()*+,/:;<=>?}. */
  private static boolean isEscape(String text, int at) {
    if (text.charAt(at) != '%' || at + 2 >= text.length()) {
      return false;
    }
    char low = text.charAt(at + 2);
    return switch (text.charAt(at + 1)) {
      case '2' -> "1256789ABCF".indexOf(low) >= 0;
      case '3' -> "ABCDEF".indexOf(low) >= 0;
      default -> false;
    };
  }
}
