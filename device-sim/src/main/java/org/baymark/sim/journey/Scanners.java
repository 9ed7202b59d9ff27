package org.baymark.sim.journey;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Sensor;
import org.baymark.sim.fleet.Delivery;
import org.baymark.sim.fleet.Delivery.Intent;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.fleet.Shipment;
import org.baymark.sim.fleet.VirtualDevice;

/**
 * What the scanners say of every shipment: the one that travels along, and that of the store which
 * takes the goods over.
 */
record Scanners(Fleet fleet, Courier.Lane lane, Courier.Lane receiverLane, InstantSource clock) {

  void hello() {
    lane.add(List.of(honest(fleet.scanner().hello(clock.instant()))));
    receiverLane.add(List.of(honest(fleet.receiver().hello(clock.instant()))));
  }

  /** Scans every shipment, attaches its sensors and seals its door. */
  void begin(Subject place) {
    for (int i = 0; i < fleet.shipments().size(); i++) {
      Shipment goods = fleet.shipments().get(i);
      scan(goods, place);
      bracket(i, place, true);
      report(goods, LogisticsEvent.seal(Optional.of(place), goods.sealNumber()));
    }
  }

  /** Scans every shipment. */
  void scan(Subject place) {
    fleet.shipments().forEach(goods -> scan(goods, place));
  }

  /** Scans every shipment, detaches its sensors and hands it over. */
  void end(Subject place) {
    for (int i = 0; i < fleet.shipments().size(); i++) {
      Shipment goods = fleet.shipments().get(i);
      scan(goods, place);
      bracket(i, place, false);
      handOver(goods, Optional.of(place));
    }
  }

  private void scan(Shipment goods, Subject place) {
    report(goods, LogisticsEvent.scan(Optional.of(place), goods.label()));
  }

  /** Attaches or detaches a shipment's sensors, as many to a statement as fit into one. */
  private void bracket(int shipment, Subject at, boolean attach) {
    List<Sensor> sensors =
        fleet.on(shipment).stream().map(sensor -> sensor.device().asSensor()).toList();
    Optional<Subject> place = Optional.of(at);
    for (int from = 0; from < sensors.size(); from += EventField.SENSORS_MAX) {
      int to = Math.min(sensors.size(), from + EventField.SENSORS_MAX);
      List<Sensor> some = sensors.subList(from, to);
      report(
          fleet.shipments().get(shipment),
          attach ? LogisticsEvent.attach(place, some) : LogisticsEvent.detach(place, some));
    }
  }

  /** From scanner to scanner: the taker names what the giver said, and opens the seal. */
  private void handOver(Shipment goods, Optional<Subject> place) {
    Sign1 given = report(goods, LogisticsEvent.give(place, Optional.empty()));
    LogisticsEvent taken = LogisticsEvent.take(place, Optional.empty(), given.id());
    report(fleet.receiver(), receiverLane, goods, taken);
    LogisticsEvent opened = LogisticsEvent.unseal(place, goods.sealNumber());
    report(fleet.receiver(), receiverLane, goods, opened);
  }

  private Sign1 report(Shipment goods, LogisticsEvent event) {
    return report(fleet.scanner(), lane, goods, event);
  }

  private Sign1 report(
      VirtualDevice scanner, Courier.Lane itsLane, Shipment goods, LogisticsEvent event) {
    Sign1 said = scanner.report(goods.subject(), event, clock.instant());
    itsLane.add(List.of(honest(said)));
    return said;
  }

  private static Delivery honest(Sign1 said) {
    return Delivery.of(said, Intent.HONEST);
  }
}
