package org.baymark.protocol.cose;

import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/** The name of a device, a gateway or a member: a URN of RFC 9039, at most 128 characters. */
public record DevUrn(String text) implements Comparable<DevUrn> {
  public static final int SIZE_MAX = 128;

  // RFC 9039, section 3.2: the known bodies in their own form, any other subtype as otherbody.
  private static final String IDENTIFIER = "[A-Za-z0-9.-]+";
  private static final String IDENTIFIERS = "(:" + IDENTIFIER + ")*";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "urn:dev:("
              + ("mac:([0-9a-f]{2})+|")
              + ("ow:([0-9a-f]{2})+|")
              + ("org:[1-9][0-9]*-" + IDENTIFIER + IDENTIFIERS + "|")
              + ("os:[1-9][0-9]*-" + IDENTIFIER + IDENTIFIERS + "|")
              + ("ops:[1-9][0-9]*-[A-Za-z0-9.]+-" + IDENTIFIER + IDENTIFIERS + "|")
              + ("(?!(mac|ow|org|os|ops):)[a-z][a-z0-9]*:" + IDENTIFIER + IDENTIFIERS)
              + (")(_" + IDENTIFIER + ")*"));

  public DevUrn {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a device URN of RFC 9039: " + text);
    }
  }

  public static boolean isValid(String text) {
    return text.length() <= SIZE_MAX && GRAMMAR.matcher(text).matches();
  }

  /** The URN that {@code text} is, inside a parser. */
  public static DevUrn read(String text, int offset) throws RefusalException {
    try {
      return new DevUrn(text);
    } catch (IllegalArgumentException e) { // not asked first: matching is half of parsing
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
