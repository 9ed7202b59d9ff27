package org.baymark.gateway.alarm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.store.AlarmTable.Read;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;

/** A stored statement, as far as alarms ask. Pure. */
record Heard(long row, Instant received, boolean equivocation, Unverified said) {
  private static final BigDecimal MILLIS_MAX = BigDecimal.valueOf(253_402_300_799_000L);

  /** Empty where its bytes were pruned. */
  static Optional<Heard> of(Read read) {
    if (read.encoded().size() == 0) {
      return Optional.empty();
    }
    Unverified said =
        Unverified.parse(read.encoded())
            .match(
                good -> good,
                refused -> {
                  throw new IllegalStateException(
                      "the statement in row " + read.row() + " was accepted and does not parse");
                });
    return Optional.of(new Heard(read.row(), read.received(), read.equivocation(), said));
  }

  DevUrn device() {
    return said.signed().issuer();
  }

  String subject() {
    return said.signed().subject().text();
  }

  boolean isAboutItself() {
    return subject().equals(device().text());
  }

  Place place() {
    return Place.of(said.position());
  }

  Optional<LogisticsEvent> event() {
    return said.content() instanceof LogisticsEvent event ? Optional.of(event) : Optional.empty();
  }

  Optional<Telemetry> telemetry() {
    return said.content() instanceof Telemetry pack ? Optional.of(pack) : Optional.empty();
  }

  /** Whether it can change an alarm or a binding. */
  boolean matters(AlarmRules rules) {
    return equivocation
        || event().map(Bindings::matters).orElse(false)
        || telemetry()
            .map(pack -> pack.readings().stream().anyMatch(it -> rules.measure(device(), it)))
            .orElse(false);
  }

  /**
   * When the device measured: the reading's own time, or a relative one from the time that the
   * statement claims. Empty where the device had no clock: no time is made up.
   *
   * @return milliseconds since 1970
   */
  OptionalLong time(Reading reading) {
    OptionalLong issued = said.signed().claims().issuedAt();
    if (!reading.isTimeAbsolute() && issued.isEmpty()) {
      return OptionalLong.empty();
    }
    BigDecimal seconds =
        reading.isTimeAbsolute()
            ? reading.time()
            : reading.time().add(BigDecimal.valueOf(issued.getAsLong()));
    BigDecimal millis = seconds.movePointRight(3);
    return millis.abs().compareTo(MILLIS_MAX) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(millis.setScale(0, RoundingMode.FLOOR).longValueExact());
  }
}
