package org.baymark.sim.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.LogisticsEvent;
import org.junit.jupiter.api.Test;

class TamperingTest {
  private static final Instant START = Instant.parse("2026-03-01T06:00:00Z");

  private final Fleet fleet = Fleet.of(new Fleet.Plan(4, 5, 1, Duration.ofSeconds(20)));

  private List<Sign1> said(int sensor) {
    VirtualDevice device = fleet.sensors().get(sensor).device();
    device.begin(START);
    return device.tick(START.plusSeconds(60));
  }

  @Test
  void noFlipOfAReadingKeepsTheSignature() {
    VirtualDevice device = fleet.sensors().get(0).device();
    Sign1 honest = said(0).get(3);
    List<Tampering> all = Tampering.all(honest);
    assertTrue(all.size() > 8, "only " + all.size() + " flips");
    for (Tampering each : all) {
      assertNotEquals(honest.id(), each.changed().signed().id());
      assertFalse(each.changed().verifiedBy(device.key().verifyingKey()).isPresent());
      assertNotEquals(each.before().number(), each.after().number());
    }
  }

  @Test
  void everyWarmReadingCanBeMadeToLookColder() {
    for (int sensor = 0; sensor < 5; sensor++) {
      for (Sign1 honest : said(sensor)) {
        Tampering lowest = Tampering.lowering(honest, Trip.TEMPERATURE).orElseThrow();
        assertEquals(Trip.TEMPERATURE, lowest.before().name());
        assertTrue(
            lowest.after().number().orElseThrow().compareTo(lowest.before().number().orElseThrow())
                < 0);
      }
    }
  }

  @Test
  void anEventHasNoReadingToChange() {
    Sign1 scan =
        fleet
            .scanner()
            .report(
                fleet.shipments().get(0).subject(),
                LogisticsEvent.scan(Optional.empty(), Bytes.ofUtf8("x")),
                START);
    assertEquals(List.of(), Tampering.all(scan));
  }
}
