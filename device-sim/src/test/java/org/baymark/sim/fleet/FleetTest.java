package org.baymark.sim.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Instant START = Instant.parse("2026-03-01T06:00:00Z");

  private static Fleet.Plan plan(long seed, int devices, int seconds) {
    return new Fleet.Plan(seed, devices, 1, Duration.ofSeconds(seconds));
  }

  /** Every byte that the sensors would send, in order. */
  private static List<Bytes> script(Fleet fleet) {
    List<Bytes> script = new ArrayList<>();
    for (Fleet.Sensor sensor : fleet.sensors()) {
      sensor.device().begin(START);
      List<Sign1> said = sensor.device().tick(START.plusSeconds(3_600));
      for (int i = 0; i < said.size(); i++) {
        sensor
            .manner()
            .deliveries(sensor, said.get(i), i, said.get(0))
            .forEach(delivery -> script.add(delivery.encoded()));
      }
    }
    return script;
  }

  @Test
  void theSameSeedGivesTheSameDevicesReadingsAndMisbehaviour() {
    assertEquals(script(Fleet.of(plan(42, 7, 6))), script(Fleet.of(plan(42, 7, 6))));
    assertEquals(Fleet.of(plan(42, 7, 6)).shipments(), Fleet.of(plan(42, 7, 6)).shipments());
  }

  @Test
  void anotherSeedGivesOtherNamesKeysAndShipments() {
    Fleet one = Fleet.of(plan(1, 5, 6));
    Fleet two = Fleet.of(plan(2, 5, 6));
    assertNotEquals(one.shipments(), two.shipments());
    for (int i = 0; i < 5; i++) {
      VirtualDevice a = one.sensors().get(i).device();
      VirtualDevice b = two.sensors().get(i).device();
      assertNotEquals(a.name(), b.name());
      assertNotEquals(a.key().verifyingKey(), b.key().verifyingKey());
    }
  }

  @Test
  void noTwoDevicesShareANameOrAKey() {
    Fleet fleet = Fleet.of(plan(3, 60, 30));
    List<VirtualDevice> all = new ArrayList<>();
    fleet.sensors().forEach(sensor -> all.add(sensor.device()));
    all.add(fleet.stranger().device());
    all.add(fleet.scanner());
    all.add(fleet.receiver());
    assertEquals(all.size(), all.stream().map(VirtualDevice::name).distinct().count());
    assertEquals(
        all.size(), all.stream().map(device -> device.key().verifyingKey()).distinct().count());
  }

  @Test
  void everyRoleIsPlayedOnceAndEveryPairOfSuiteAndProtocolOccurs() {
    for (int devices = 4; devices <= 60; devices++) {
      Fleet fleet = Fleet.of(plan(devices, devices, 10));
      for (Misbehaviour role : EnumSet.range(Misbehaviour.REPLAYS, Misbehaviour.EQUIVOCATES)) {
        assertEquals(1, fleet.sensors().stream().filter(sensor -> sensor.manner() == role).count());
      }
      assertEquals(Misbehaviour.UNREGISTERED, fleet.stranger().manner());
      Set<String> pairs = new HashSet<>();
      for (Fleet.Sensor sensor : fleet.sensors()) {
        Suite suite = sensor.device().key().verifyingKey().suite();
        pairs.add(suite + " over " + sensor.protocol());
      }
      assertEquals(4, pairs.size(), "with " + devices + " devices");
    }
  }

  @Test
  void everySensorTravelsWithOneShipmentAndForgesInAnothersName() {
    Fleet fleet = Fleet.of(plan(9, 23, 10));
    List<Fleet.Sensor> onAny =
        Stream.of(0, 1, 2, 3, 4).flatMap(i -> fleet.on(i).stream()).collect(Collectors.toList());
    assertEquals(Set.copyOf(fleet.sensors()), Set.copyOf(onAny));
    assertEquals(fleet.sensors().size(), onAny.size());
    for (Fleet.Sensor sensor : fleet.sensors()) {
      assertNotEquals(sensor.device().name(), sensor.victim());
    }
  }

  @Test
  void shipmentsHaveSsccsWithTheRightCheckDigit() {
    for (Shipment shipment : Fleet.of(plan(77, 5, 10)).shipments()) {
      assertEquals(18, shipment.sscc().length());
      assertTrue(Subject.isValid(shipment.subject().text()));
      assertFalse(shipment.subject().isDevice());
      assertEquals("]C100" + shipment.sscc(), shipment.label().utf8());
    }
  }

  @Test
  void everySensorMeasuresAtLeastTwiceAndAllWithinTheJourney() {
    for (int devices : new int[] {1, 4, 50, 400, 2_000}) {
      for (int seconds : new int[] {1, 2, 5, 30}) {
        Fleet.Plan plan = plan(1, devices, seconds);
        assertTrue(plan.count() >= 2, plan.toString());
        long end = plan.every().toMillis() * plan.count();
        assertTrue(end <= seconds * 1_000L, plan.toString());
      }
    }
  }

  @Test
  void aPlanThatNobodyCanPlayIsABrokenPromise() {
    assertThrows(IllegalArgumentException.class, () -> plan(1, 0, 5));
    assertThrows(IllegalArgumentException.class, () -> plan(1, Fleet.DEVICES_MAX + 1, 5));
    assertThrows(IllegalArgumentException.class, () -> plan(1, 5, 0));
  }
}
