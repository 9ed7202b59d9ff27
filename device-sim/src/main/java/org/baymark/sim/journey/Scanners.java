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

  private static final Subject GIVER = new Subject("https://id.gs1.org/417/9521321000025");
  private static final Subject TAKER = new Subject("https://id.gs1.org/417/9521321000032");

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

  /** Scans every shipment and hands it over; the taker detaches its sensors. */
  void end(Subject place) {
    for (int i = 0; i < fleet.shipments().size(); i++) {
      Shipment goods = fleet.shipments().get(i);
      scan(goods, place);
      handOver(i, Optional.of(place));
      bracket(i, place, false);
    }
  }

  private void scan(Shipment goods, Subject place) {
    report(goods, LogisticsEvent.scan(Optional.of(place), goods.label()));
  }

  /** Attaches or detaches a shipment's sensors, as many to a statement as fit into one. */
  private void bracket(int shipment, Subject at, boolean attach) {
    List<Sensor> sensors = sensors(shipment);
    Shipment goods = fleet.shipments().get(shipment);
    Optional<Subject> place = Optional.of(at);
    for (int from = 0; from < sensors.size(); from += EventField.SENSORS_MAX) {
      int to = Math.min(sensors.size(), from + EventField.SENSORS_MAX);
      List<Sensor> some = sensors.subList(from, to);
      if (attach) {
        report(goods, LogisticsEvent.attach(place, some));
      } else {
        report(fleet.receiver(), receiverLane, goods, LogisticsEvent.detach(place, some));
      }
    }
  }

  private List<Sensor> sensors(int shipment) {
    return fleet.on(shipment).stream().map(sensor -> sensor.device().asSensor()).toList();
  }

  /**
   * From scanner to scanner, with the sensors and where they stand: the taker names what the giver
   * said, and opens the seal.
   */
  private void handOver(int shipment, Optional<Subject> place) {
    Shipment goods = fleet.shipments().get(shipment);
    LogisticsEvent give = LogisticsEvent.give(place, Optional.of(TAKER));
    Sign1 given = report(goods, withSensors(give, shipment));
    LogisticsEvent take = LogisticsEvent.take(place, Optional.of(GIVER), given.id());
    report(fleet.receiver(), receiverLane, goods, withSensors(take, shipment));
    LogisticsEvent opened = LogisticsEvent.unseal(place, goods.sealNumber());
    report(fleet.receiver(), receiverLane, goods, opened);
  }

  /** As many sensors as one statement names. */
  private LogisticsEvent withSensors(LogisticsEvent event, int shipment) {
    List<Sensor> sensors = sensors(shipment);
    int count = Math.min(sensors.size(), EventField.SENSORS_MAX);
    return count == 0 ? event : event.with(EventField.SENSORS, sensors.subList(0, count));
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
