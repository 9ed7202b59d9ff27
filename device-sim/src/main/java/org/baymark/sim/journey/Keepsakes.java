package org.baymark.sim.journey;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Unverified;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.fleet.Misbehaviour;
import org.baymark.sim.fleet.Trip;

/**
 * Of each shipment, by sensors that tell the truth: the latest temperature, and the warmest
 * statement, which somebody might wish had never been said.
 */
final class Keepsakes {
  private record Warm(Sign1 said, BigDecimal celsius) {}

  private final List<Optional<Warm>> warmest = new ArrayList<>(); // guarded by this
  private final List<Optional<BigDecimal>> latest = new ArrayList<>(); // guarded by this

  Keepsakes(int shipments) {
    for (int i = 0; i < shipments; i++) {
      warmest.add(Optional.empty());
      latest.add(Optional.empty());
    }
  }

  synchronized void look(Fleet.Sensor sensor, Sign1 said) {
    // A device that says two things under one number would blur what is shown, and what nobody
    // registered says stands in no passport.
    if (sensor.manner() == Misbehaviour.EQUIVOCATES
        || sensor.manner() == Misbehaviour.UNREGISTERED) {
      return;
    }
    BigDecimal celsius = temperature(said);
    latest.set(sensor.shipment(), Optional.of(celsius));
    Optional<Warm> before = warmest.get(sensor.shipment());
    if (before.isEmpty() || before.get().celsius().compareTo(celsius) < 0) {
      warmest.set(sensor.shipment(), Optional.of(new Warm(said, celsius)));
    }
  }

  synchronized Optional<Sign1> warmest(int shipment) {
    return warmest.get(shipment).map(Warm::said);
  }

  synchronized List<Optional<BigDecimal>> latest() {
    return List.copyOf(latest);
  }

  private static BigDecimal temperature(Sign1 said) {
    return Unverified.parse(said.encoded())
        .toOptional()
        .flatMap(
            parsed ->
                parsed
                    .content()
                    .match(
                        Optional::of,
                        event -> Optional.empty(),
                        cover -> Optional.empty(),
                        hidden -> Optional.empty(),
                        erasure -> Optional.empty()))
        .flatMap(
            telemetry ->
                telemetry.readings().stream()
                    .filter(reading -> reading.name().equals(Trip.TEMPERATURE))
                    .findFirst())
        .flatMap(Reading::number)
        .orElseThrow();
  }
}
