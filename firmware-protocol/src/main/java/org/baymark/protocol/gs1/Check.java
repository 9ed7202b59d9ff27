package org.baymark.protocol.gs1;

import java.util.Optional;
import org.baymark.protocol.cose.Subject;

/** What a component must hold beside its characters and its length; each answers with a fault. */
enum Check {
  /** A check digit (GS1 General Specifications, section 7.9). */
  CSUM {
    @Override
    Optional<String> fault(String part) {
      char right = Subject.checkDigit(part.substring(0, part.length() - 1));
      char last = part.charAt(part.length() - 1);
      return faultUnless(
          last == right, "has the check digit " + last + " where " + right + " is right");
    }
  },
  /** A GS1 company prefix has at least four digits. */
  GCPPOS1 {
    @Override
    Optional<String> fault(String part) {
      boolean holds = part.length() >= 4;
      for (int i = 0; holds && i < 4; i++) {
        holds = Character.digit(part.charAt(i), 10) >= 0;
      }
      return faultUnless(holds, "does not begin with the digits of a company prefix");
    }
  },
  ZERO {
    @Override
    Optional<String> fault(String part) {
      return faultUnless(part.equals("0"), "does not begin with 0");
    }
  },
  YYMMD0 {
    @Override
    Optional<String> fault(String part) {
      return date(number(part, 0, 2), part.substring(2), 0);
    }
  },
  YYMMDD {
    @Override
    Optional<String> fault(String part) {
      return date(number(part, 0, 2), part.substring(2), 1);
    }
  },
  YYYYMMDD {
    @Override
    Optional<String> fault(String part) {
      return date(number(part, 0, 4), part.substring(4), 1);
    }
  },
  HHMI {
    @Override
    Optional<String> fault(String part) {
      return HH.fault(part.substring(0, 2)).or(() -> MI.fault(part.substring(2)));
    }
  },
  HH {
    @Override
    Optional<String> fault(String part) {
      return faultUnless(number(part, 0, 2) < 24, "has no such hour");
    }
  },
  MI {
    @Override
    Optional<String> fault(String part) {
      return faultUnless(number(part, 0, 2) < 60, "has no such minute");
    }
  },
  SS {
    @Override
    Optional<String> fault(String part) {
      return faultUnless(number(part, 0, 2) < 60, "has no such second");
    }
  };

  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /**
   * What is wrong with {@code part}, whose characters and length are right; a sentence without its
   * subject.
   */
  abstract Optional<String> fault(String part);

  private static Optional<String> faultUnless(boolean holds, String what) {
    return holds ? Optional.empty() : Optional.of(what);
  }

  private static int number(String digits, int from, int to) {
    return Integer.parseInt(digits, from, to, 10);
  }

  /** A year of two digits is one of 1950 to 2049, so every fourth has a leap day, 2000 too. */
  private static Optional<String> date(int year, String monthDay, int firstDay) {
    int month = number(monthDay, 0, 2);
    int day = number(monthDay, 2, 4);
    if (month < 1 || month > 12) {
      return Optional.of("has no such month");
    }
    boolean leap = year % 4 == 0 && (year < 100 || year % 100 != 0 || year % 400 == 0);
    int last = month == 2 && !leap ? 28 : DAYS[month - 1];
    return faultUnless(day >= firstDay && day <= last, "has no such day");
  }
}
