package org.baymark.protocol.passport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.passport.Finding.Outcome;

/** What tests expect of a verdict: only the steps that do not pass are named. */
final class Verdicts {
  private Verdicts() {}

  /**
   * Demands that exactly the named steps do not pass. The passport goes through its bytes first.
   *
   * @param expected one line a step: {@code step | outcome | part of the detail}
   */
  static void assertVerdict(Verification verification, Passport passport, String... expected) {
    Verdict verdict = verdict(verification, passport);
    Map<Step, String> open = new EnumMap<>(Step.class);
    for (String line : expected) {
      open.put(Step.ofWireName(line.split(" \\| ", 3)[0]).orElseThrow(), line);
    }
    for (Finding finding : verdict.findings()) {
      String found = finding.step().wireName() + " | " + finding.outcome().wireName();
      String line = open.get(finding.step());
      if (line == null) {
        assertEquals(Outcome.PASS, finding.outcome(), found + " | " + finding.detail());
      } else {
        assertTrue(line.startsWith(found + " | "), line + "\nfound: " + found + finding.detail());
        assertTrue(finding.detail().contains(line.split(" \\| ", 3)[2]), finding.detail());
      }
    }
  }

  static Verdict verdict(Verification verification, Passport passport) {
    return verification
        .verify(passport.encoded())
        .match(verdict -> verdict, Verdicts::notAPassport);
  }

  private static Verdict notAPassport(Parsed.Refused<Verdict> refused) {
    throw new AssertionError(refused.text());
  }
}
