package org.baymark.protocol.passport;

import static org.baymark.protocol.statement.Kind.ATTACH;
import static org.baymark.protocol.statement.Kind.DETACH;
import static org.baymark.protocol.statement.Kind.SCAN;
import static org.baymark.protocol.statement.Kind.TELEMETRY;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Sensor;

/** A shipment with one sensor at one gateway: small enough for a file of each lie. */
final class Trip {
  static final Subject GOODS = Journey.SHIPMENT;
  static final Subject OTHER = Journey.OTHER;

  final World world;
  final Gateway gateway;
  final Speaker scanner;
  final Speaker sensor;

  Trip() {
    this(new World());
  }

  Trip(World world) {
    this.world = world;
    this.gateway = world.gateway("gw");
    this.scanner = world.device("scanner", SCAN, ATTACH, DETACH);
    this.sensor = world.device("sensor", TELEMETRY);
  }

  /** Three batches: attached after 1/0, 1/1 beside a scan, detached after 1/2. */
  static Trip whole() {
    return new Trip().attach().rides().detach();
  }

  Trip attach() {
    gateway.take(sensor.reads("1"), scanner.attaches(GOODS, sensor.here())).seal();
    return this;
  }

  Trip rides() {
    gateway.take(sensor.reads("2"), scanner.scans(GOODS)).seal();
    return this;
  }

  Trip detach() {
    gateway.take(sensor.reads("3"), scanner.detaches(GOODS, sensor.here())).seal();
    return this;
  }

  /** Attached, five records of which the first four and the last are covered, detached. */
  List<ChainRecord> recorded(int stride) {
    attach();
    List<ChainRecord> records = sensor.records(4);
    gateway.take(sensor.covers(records, stride)).seal();
    List<ChainRecord> last = sensor.records(1);
    gateway.take(sensor.covers(last, 1)).seal();
    detach();
    return Stream.concat(records.stream(), last.stream()).toList();
  }

  /** Only scans: no sensor, no run. */
  Trip scan() {
    gateway.take(scanner.scans(GOODS)).seal();
    return this;
  }

  Sensor at(long seq) {
    return new Sensor(sensor.name, Optional.of(new Sensor.Place(1, seq)));
  }

  Papers papers() {
    return Papers.issue(world, GOODS, sensor.subject());
  }

  /** Of the shipment alone. */
  Papers goods() {
    return Papers.issue(world, GOODS);
  }
}
