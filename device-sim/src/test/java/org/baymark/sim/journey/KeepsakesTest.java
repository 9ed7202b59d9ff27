package org.baymark.sim.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.cose.Sign1;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.fleet.Misbehaviour;
import org.junit.jupiter.api.Test;

class KeepsakesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Fleet fleet = Fleet.of(new Fleet.Plan(1, 5, 1, Duration.ofSeconds(5)));
  private final Keepsakes keepsakes = new Keepsakes(fleet.shipments().size());

  private Sign1 says(Fleet.Sensor sensor) {
    return sensor
        .device()
        .measure(fleet.trip().readings(sensor.number(), sensor.shipment(), 0, NOW), NOW);
  }

  @Test
  void onlyWhatStandsOnceInAPassportIsKept() {
    List<Fleet.Sensor> all = new ArrayList<>(fleet.sensors());
    all.add(fleet.stranger());
    for (Fleet.Sensor sensor : all) {
      boolean kept =
          sensor.manner() != Misbehaviour.EQUIVOCATES
              && sensor.manner() != Misbehaviour.UNREGISTERED;
      boolean before = keepsakes.warmest(sensor.shipment()).isPresent();
      keepsakes.look(sensor, says(sensor));
      assertEquals(before || kept, keepsakes.warmest(sensor.shipment()).isPresent());
    }
    // The stranger travels with the equivocator alone: nothing of that shipment is kept.
    assertEquals(4, keepsakes.latest().stream().filter(latest -> latest.isPresent()).count());
  }
}
