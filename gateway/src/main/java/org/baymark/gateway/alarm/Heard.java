package org.baymark.gateway.alarm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.store.ReadTable.Read;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;

/** A stored statement, as far as alarms ask. */
record Heard(long row, Instant received, boolean equivocation, Unverified said) {
  /** How far a device's clock may be ahead of the gateway's. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final BigDecimal MILLIS_MAX = BigDecimal.valueOf(253_402_300_799_000L);

  /** Empty where its bytes were pruned, and where they do not parse: one row stops no alarm. */
  static Optional<Heard> of(Read read) {
    if (read.encoded().size() == 0) {
      return Optional.empty();
    }
    return Unverified.parse(read.encoded())
        .toOptional()
        .map(said -> new Heard(read.row(), read.received(), read.equivocation(), said));
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

  /** Whether it can change who is attached to a shipment. */
  boolean binds() {
    return !said.signed().subject().isDevice()
        && event().filter(it -> it.kind() != Kind.HELLO && Bindings.matters(it)).isPresent();
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
   * statement claims. Empty where the device had no clock: no time is made up. What lies more than
   * {@link #AHEAD} ahead of the gateway's clock counts as measured when it was received, or nothing
   * that follows would be the newest reading.
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
    if (millis.abs().compareTo(MILLIS_MAX) > 0) {
      return OptionalLong.empty();
    }
    long at = millis.setScale(0, RoundingMode.FLOOR).longValueExact();
    long now = received.toEpochMilli();
    return OptionalLong.of(at > now + AHEAD.toMillis() ? now : at);
  }
}
