package org.baymark.protocol.passport;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
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
    Instant anchored = Instant.ofEpochSecond(checkpointTime.getAsLong());
    Faults faults = new Faults();
    faults.demand(isBy(anchored, now), "the checkpoint is dated " + anchored + ", in the future");
    for (LoggedHeader header : dossier.evidence().headers()) {
      BatchHeader batch = header.header();
      faults.demand(
          batch.openedMillis() <= batch.sealedMillis(), header.text() + " sealed before opened");
      faults.demand(
          isBy(Instant.ofEpochMilli(batch.sealedMillis()), anchored),
          header.text() + " sealed after the checkpoint that holds it");
    }
    for (Filed filed : dossier.filed()) {
      Optional<Instant> sealed =
          filed.header().map(header -> Instant.ofEpochMilli(header.header().sealedMillis()));
      if (sealed.isEmpty()) {
        faults.unknown("when it was filed is not known: " + filed.text());
        continue;
      }
      for (Unverified statement : filed.statements()) {
        statement(dossier, statement, sealed.get(), faults);
      }
    }
    return faults.finding(
        Step.TIMES,
        "claims, batches and checkpoint agree to within " + TOLERANCE.toMinutes() + " minutes");
  }

  private static void statement(
      Dossier dossier, Unverified statement, Instant sealed, Faults faults) {
    Sign1 signed = statement.signed();
    OptionalLong issuedAt = signed.claims().issuedAt();
    Instant said = issuedAt.isPresent() ? Instant.ofEpochSecond(issuedAt.getAsLong()) : sealed;
    faults.demand(isBy(said, sealed), Texts.of(signed) + " says " + said + ", after its batch");
    dossier
        .signer(signed)
        .ifPresentOrElse(
            entry ->
                faults.demand(
                    isBy(Instant.ofEpochSecond(entry.registration().validFrom()), said),
                    Texts.of(signed) + " was said before its key was valid"),
            () -> faults.unknown("from when the key of " + signed.issuer() + " is valid"));
    for (Reading reading : dossier.readings(statement)) {
      boolean future =
          reading.isTimeAbsolute() && reading.time().compareTo(seconds(sealed.plus(TOLERANCE))) > 0;
      faults.demand(!future, Texts.of(signed) + " holds a reading from after its batch");
    }
  }

  static boolean isBy(Instant earlier, Instant later) {
    return !earlier.isAfter(later.plus(TOLERANCE));
  }

  private static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond());
  }
}
