package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Sensor.Place;
import org.junit.jupiter.api.Test;

/** What scanners say of who is attached where, and what it does to alarms. */
class BindingsTest extends AlarmFixture {
  /** Bindings decide by the device's own numbers, as a verifier does. */
  @Test
  void itCountsForTheShipmentFromTheNumberOnThatTheScannerSaid() {
    gateway.take(warm(0, 0, "4"), scans(0, LogisticsEvent.attach(Optional.empty(), logger(1))));
    gateway.take(warm(1, 60, "9"));
    until(() -> open().size() == 1);
    assertEquals(LOGGER.name().text(), open().get(0).subject(), "number 1 is not on the pallet");
    gateway.take(warm(2, 120, "9"));
    until(() -> open().size() == 2);
    assertEquals(PALLET.text(), open().get(0).subject());
    Sign1 detach = scans(1, LogisticsEvent.detach(Optional.empty(), logger(2)));
    gateway.take(detach);
    until(() -> open().size() == 1);
    assertEquals("the device is no more attached", ended().get(0).why().orElseThrow());
    Binding binding = bindings().get(0);
    assertEquals(SCANNER.name().text(), binding.saidBy());
    assertEquals(Optional.of(new Place(1, 2)), binding.until());
    assertFalse(binding.isOpen());
  }

  /** It says itself what its readings are about. */
  @Test
  void whatAScannerSaysOfAnotherDeviceEndsNoAlarmOfOneThatWasNeverAttached() {
    gateway.take(warm(0, 0, "9", PALLET));
    until(() -> open().size() == 1);
    Sensor other = new Sensor(SCANNER.name(), Optional.of(new Place(1, 0)));
    gateway.take(scans(0, LogisticsEvent.attach(Optional.empty(), List.of(other))));
    gateway.take(scans(1, LogisticsEvent.detach(Optional.empty(), List.of(other))));
    until(() -> !bindings().isEmpty() && !bindings().get(0).isOpen());
    assertEquals(1, open().size());
    assertEquals(List.of(), ended());
  }

  /** What ends for another reason than a reading can begin again. */
  @Test
  void anAlarmThatADetachEndedIsRaisedAgainByTheNextReading() {
    gateway.take(warm(0, 0, "9", PALLET));
    until(() -> open().size() == 1);
    gateway.take(scans(0, LogisticsEvent.attach(Optional.empty(), logger(1))));
    gateway.take(scans(1, LogisticsEvent.detach(Optional.empty(), logger(1))));
    until(() -> open().isEmpty());
    gateway.take(warm(1, 60, "9", PALLET));
    until(() -> open().size() == 1);
  }

  /** A retract is shown and, as in a passport, ends nothing; a detach with the same number does. */
  @Test
  void aWrongAttachIsCorrectedByWhatIsSaidLater() {
    Sign1 wrong = scans(0, LogisticsEvent.attach(Optional.empty(), logger(5)));
    gateway.take(wrong);
    until(() -> bindings().size() == 1 && bindings().get(0).isOpen());
    Sign1 retract = scans(1, LogisticsEvent.retract(wrong.id()));
    gateway.take(retract);
    until(() -> bindings().get(0).retracted().equals(Optional.of(retract.id())));
    assertTrue(bindings().get(0).isOpen());
    gateway.take(scans(2, LogisticsEvent.detach(Optional.empty(), logger(5))));
    until(() -> !bindings().get(0).isOpen());
    assertFalse(bindings().get(0).holds(new Place(1, 6), 99));
  }

  @Test
  void oneRoundMakesTheRunsOfAFewStatementsAndTheNextGoesOn() {
    byHand();
    for (int i = 0; i < 9; i++) {
      gateway.take(scans(i, LogisticsEvent.attach(Optional.empty(), logger(i))));
    }
    long before = gateway.inStore(reads::mark).orElseThrow().row();
    join(alarms.round());
    assertEquals(before + 8, gateway.inStore(reads::mark).orElseThrow().row());
    join(alarms.round());
    assertEquals(before + 9, gateway.inStore(reads::mark).orElseThrow().row());
  }
}
