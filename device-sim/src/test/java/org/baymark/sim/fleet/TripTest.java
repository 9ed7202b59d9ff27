package org.baymark.sim.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.junit.jupiter.api.Test;

class TripTest {
  private static final Instant AT = Instant.parse("2026-03-01T06:00:00.125Z");

  private final Trip trip = Trip.coldChain(5);

  private double celsius(int shipment, double progress) {
    Reading reading = trip.readings(0, shipment, progress, AT).get(0);
    assertEquals(Trip.TEMPERATURE, reading.name());
    assertEquals("Cel", reading.unit());
    return reading.number().orElseThrow().doubleValue();
  }

  @Test
  void theOpenDoorIsSeenAndMostByWhatStandsBesideIt() {
    double before = celsius(0, 0.44);
    double after = celsius(0, 0.64);
    assertTrue(before < 8 && after > 12, before + " to " + after);
    for (int shipment = 1; shipment < Fleet.SHIPMENTS; shipment++) {
      assertTrue(celsius(shipment, 0.64) < celsius(shipment - 1, 0.64));
      assertTrue(celsius(shipment, 0.64) > celsius(shipment, 0.44));
    }
  }

  @Test
  void theGoodsEndColdAgain() {
    for (int shipment = 0; shipment < Fleet.SHIPMENTS; shipment++) {
      assertTrue(celsius(shipment, 1) < 5);
    }
  }

  @Test
  void readingsAreDecimalFractionsWithTheTimeTheyWereWantedAt() {
    List<Reading> readings = trip.readings(3, 1, 0.3, AT);
    assertEquals(2, readings.size());
    for (Reading reading : readings) {
      assertEquals(new BigDecimal("1772344800.125"), reading.time());
      assertTrue(reading.number().orElseThrow().scale() <= 2);
    }
    assertEquals(Trip.HUMIDITY, readings.get(1).name());
    assertTrue(new Telemetry(readings).encoded().size() < 64);
  }

  @Test
  void phasesFollowEachOther() {
    assertEquals("loading dock", trip.phaseAt(0).name());
    assertEquals("loading dock", trip.phaseAt(0.149).name());
    assertEquals("reefer truck", trip.phaseAt(0.151).name());
    assertEquals("door left open", trip.phaseAt(0.5).name());
    assertEquals("cold store", trip.phaseAt(1).name());
    assertEquals("cold store", trip.phaseAt(7).name());
  }

  @Test
  void phasesThatDoNotMakeAWholeAreABrokenPromise() {
    List<Phase> short1 = trip.phases().subList(1, 5);
    assertThrows(IllegalArgumentException.class, () -> new Trip(short1, 4, 80, 1));
  }
}
