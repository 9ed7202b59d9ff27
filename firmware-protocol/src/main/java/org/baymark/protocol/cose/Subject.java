package org.baymark.protocol.cose;

import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * What a statement is about, in the one form that this thing has: a device's URN, or a GS1 Digital
 * Link in canonical form (GS1 Digital Link URI Syntax, section 5). Any other spelling is refused,
 * so that one shipment has one key.
 */
public record Subject(String text) implements Comparable<Subject> {
  public static final int SIZE_MAX = 256;

  private static final String FORM =
      "a GS1 Digital Link in canonical form, such as https://id.gs1.org/00/106141412345678908,"
          + " or a device's URN";

  public Subject {
    if (!isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' is no subject: " + FORM);
    }
  }

  public static boolean isValid(String text) {
    if (text.length() > SIZE_MAX) {
      return false;
    }
    return CanonicalLink.begins(text) ? CanonicalLink.isValid(text) : DevUrn.isValid(text);
  }

  /** The subject that {@code text} is, inside a parser. */
  public static Subject read(String text, int offset) throws RefusalException {
    try {
      return new Subject(text);
    } catch (IllegalArgumentException e) {
      String what = "not a device URN or a GS1 Digital Link in canonical form";
      throw new RefusalException(Refusal.BAD_SUBJECT, offset, what);
    }
  }

  public static Subject of(DevUrn device) {
    return new Subject(device.text());
  }

  /** The shipment of this SSCC: 18 digits, the last of them the check digit. */
  public static Subject ofSscc(String sscc) {
    return new Subject(CanonicalLink.STEM + "00/" + sscc);
  }

  /** Whether this is a device's own URN; such subjects are not blinded. */
  public boolean isDevice() {
    return text.startsWith("urn:");
  }

  /** Whether this is a place, by its GLN. */
  public boolean isPlace() {
    return text.startsWith(CanonicalLink.STEM + "414/");
  }

  /** Whether this is a party, by its GLN. */
  public boolean isParty() {
    return text.startsWith(CanonicalLink.STEM + "417/");
  }

  /**
   * The last digit that makes {@code digits} a GS1 key (GS1 General Specifications, section 7.9):
   * weights 3 and 1 in turn from the right, completed to a multiple of ten.
   */
  public static char checkDigit(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int weight = (digits.length() - i) % 2 == 1 ? 3 : 1;
      sum += weight * (digits.charAt(i) - '0');
    }
    return (char) ('0' + (10 - sum % 10) % 10);
  }

  @Override
  public int compareTo(Subject other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
