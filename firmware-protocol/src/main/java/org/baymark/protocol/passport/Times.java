package org.baymark.protocol.passport;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Unverified;

/**
 * Step "times": no clock contradicts another by more than {@link #TOLERANCE}. A device may report
 * late, so only a claim of the future is a contradiction.
 */
final class Times {
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private Times() {}

  static Finding check(Dossier dossier, OptionalLong checkpointTime, Instant now) {
    if (checkpointTime.isEmpty()) {
      return Finding.notChecked(Step.TIMES, "no witness of the trust file dates the checkpoint");
    }
    Faults faults = new Faults();
    heads(dossier.evidence().headers(), checkpointTime.getAsLong(), now, faults);
    for (Filed filed : dossier.filed()) {
      Optional<Instant> sealed =
          filed.header().map(header -> Instant.ofEpochMilli(header.header().sealedMillis()));
      if (sealed.isEmpty()) {
        faults.unknown("when it was filed is not known: " + filed.text());
        continue;
      }
      for (Unverified statement : filed.statements()) {
        Sign1 signed = statement.signed();
        statement(signed, dossier.readings(statement), sealed.get(), faults);
        key(dossier, signed, said(signed, sealed.get()), faults);
      }
    }
    return faults.finding(
        Step.TIMES,
        "claims, batches and checkpoint agree to within " + TOLERANCE.toMinutes() + " minutes");
  }

  /** The checkpoint is not of the future, and no batch is from after it. */
  static void heads(List<LoggedHeader> headers, long checkpointTime, Instant now, Faults faults) {
    Instant anchored = Instant.ofEpochSecond(checkpointTime);
    faults.demand(isBy(anchored, now), "the checkpoint is dated " + anchored + ", in the future");
    for (LoggedHeader header : headers) {
      BatchHeader batch = header.header();
      faults.demand(
          batch.openedMillis() <= batch.sealedMillis(), header.text() + " sealed before opened");
      faults.demand(
          isBy(Instant.ofEpochMilli(batch.sealedMillis()), anchored),
          header.text() + " sealed after the checkpoint that holds it");
    }
  }

  /** Nothing in a statement is from after its batch was sealed. */
  static void statement(Sign1 signed, List<Reading> readings, Instant sealed, Faults faults) {
    Instant said = said(signed, sealed);
    faults.demand(isBy(said, sealed), Texts.of(signed) + " says " + said + ", after its batch");
    for (Reading reading : readings) {
      boolean future =
          reading.isTimeAbsolute() && reading.time().compareTo(seconds(sealed.plus(TOLERANCE))) > 0;
      faults.demand(!future, Texts.of(signed) + " holds a reading from after its batch");
    }
  }

  private static void key(Dossier dossier, Sign1 signed, Instant said, Faults faults) {
    dossier
        .signer(signed)
        .ifPresentOrElse(
            entry ->
                faults.demand(
                    isBy(Instant.ofEpochSecond(entry.registration().validFrom()), said),
                    Texts.of(signed) + " was said before its key was valid"),
            () -> faults.unknown(keyUnknown(signed)));
  }

  static String keyUnknown(Sign1 signed) {
    return "from when the key of " + signed.issuer() + " is valid";
  }

  /** When it claims to be said; where it claims nothing, when its batch was sealed. */
  private static Instant said(Sign1 signed, Instant sealed) {
    return Account.claimed(signed).orElse(sealed);
  }

  private static boolean isBy(Instant earlier, Instant later) {
    return !earlier.isAfter(later.plus(TOLERANCE));
  }

  private static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond());
  }
}
