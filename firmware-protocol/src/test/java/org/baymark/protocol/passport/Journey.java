package org.baymark.protocol.passport;

import static org.baymark.protocol.statement.Kind.ATTACH;
import static org.baymark.protocol.statement.Kind.DETACH;
import static org.baymark.protocol.statement.Kind.SCAN;
import static org.baymark.protocol.statement.Kind.TELEMETRY;

import java.time.Instant;
import java.util.Optional;
import org.baymark.protocol.cose.Subject;

/**
 * An honest journey: a shipment with two sensors, over two gateways and five batches, beside other
 * goods. Its passport passes every step; the lies start from here.
 */
final class Journey {
  static final Subject SHIPMENT = Subject.ofSscc("003456789012345670");
  static final Subject OTHER = Subject.ofSscc("003456789012345687");

  final World world = new World();
  final Gateway truck = world.gateway("truck");
  final Gateway depot = world.gateway("depot");
  final Speaker scanner = world.device("scanner", SCAN, ATTACH, DETACH);
  final Speaker warm = world.device("warm", TELEMETRY);
  final Speaker cold = world.device("cold", TELEMETRY);

  Journey() {
    depot.take(warm.reads("20.5"), cold.reads("4.1"), warm.reads("20.25"));
    depot.take(scanner.attaches(SHIPMENT, warm.here(), cold.here()), scanner.scans(OTHER)).seal();
    truck.take(warm.reads("20"), cold.reads("4"), warm.reads("19.75")).seal();
    truck.take(scanner.scans(SHIPMENT), cold.reads("4.2")).seal();
    cold.restart();
    depot.take(cold.reads("4.4"), warm.reads("19.5"), scanner.scans(OTHER));
    depot.take(scanner.detaches(SHIPMENT, warm.here(), cold.here())).seal();
    truck.take(warm.reads("25"), scanner.scans(OTHER)).seal();
  }

  Papers papers() {
    return Papers.issue(world, SHIPMENT, warm.subject(), cold.subject());
  }

  /** Of a verifier that has everything: trust file, papers, a second policy. */
  static Verification verification(World world, Subject about) {
    return new Verification(
        world.alliance.policy(),
        about.isDevice() ? Optional.empty() : Optional.of(world.shipmentKey(about)),
        Optional.of(world.alliance.halves()),
        Instant.ofEpochSecond(World.START + 86_400));
  }

  Verification verification() {
    return verification(world, SHIPMENT);
  }
}
