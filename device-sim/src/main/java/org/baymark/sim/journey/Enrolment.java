package org.baymark.sim.journey;

import java.io.IOException;
import java.util.List;
import org.baymark.protocol.statement.Kind;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.fleet.VirtualDevice;

/** Makes a fleet known to a gateway: every device but the stranger. */
public final class Enrolment {
  private static final String OWNER = "Baymark demonstration";

  private Enrolment() {}

  public static void enrol(Fleet fleet, GatewayApi gateway)
      throws IOException, InterruptedException {
    for (Fleet.Sensor sensor : fleet.sensors()) {
      add(sensor.device(), gateway, List.of(Kind.HELLO, Kind.TELEMETRY));
    }
    List<Kind> ofScanner =
        List.of(Kind.HELLO, Kind.SCAN, Kind.ATTACH, Kind.DETACH, Kind.SEAL, Kind.HANDOVER);
    add(fleet.scanner(), gateway, ofScanner);
    add(fleet.receiver(), gateway, List.of(Kind.HELLO, Kind.DETACH, Kind.HANDOVER, Kind.UNSEAL));
  }

  private static void add(VirtualDevice device, GatewayApi gateway, List<Kind> kinds)
      throws IOException, InterruptedException {
    gateway.addDevice(device.name(), device.key().verifyingKey(), OWNER, kinds);
  }
}
