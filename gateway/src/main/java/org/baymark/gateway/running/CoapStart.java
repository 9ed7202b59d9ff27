package org.baymark.gateway.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.access.Identities;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.config.CoapSettings;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.config.HostPort;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.transport.coap.CoapAccess;
import org.baymark.gateway.transport.coap.CoapDoor;
import org.baymark.gateway.transport.coap.CoapIngress;
import org.baymark.protocol.cose.VerifyingKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How {@link Gateway} opens the CoAP doors. */
final class CoapStart {
  private static final Logger log = LoggerFactory.getLogger(CoapStart.class);

  private CoapStart() {}

  /** Opens them; their addresses, the plain one first. */
  static List<String> open(
      Setting setting, DeviceTable devices, IntakeStart.Admission admission, CommandDesk desk) {
    GatewayConfig config = setting.config();
    List<CoapDoor> doors = config.coapSettings().doors(config.coap());
    CoapIngress coap =
        new CoapIngress(
            setting.vertx(),
            doors,
            access(setting.folder(), config, admission.registry()),
            desk,
            admission.intake(),
            admission.counters(),
            setting.clock());
    List<Integer> ports = StopStack.await(coap.start());
    setting.started().stopping("CoAP", coap::stop);
    devices.watchRevoked(device -> coap.revoked(device.name()));
    devices.watchRolledOver(coap::rolledOver);
    desk.watch(coap::commanded);
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < doors.size(); i++) {
      CoapDoor door = doors.get(i);
      String address = door.scheme() + "://" + new HostPort(door.host(), ports.get(i));
      log.atInfo()
          .addKeyValue("address", address)
          .addKeyValue("demands", door.demand())
          .log("a door for CoAP is open");
      addresses.add(address);
    }
    return addresses;
  }

  private static CoapAccess access(
      GatewayFolder folder, GatewayConfig config, DeviceRegistry registry) {
    CoapSettings settings = config.coapSettings();
    boolean byKey = settings.coapDtls().isPresent();
    boolean byCertificate = settings.coapCertificates().isPresent();
    if (!byKey && !byCertificate) {
      return CoapAccess.NONE;
    }
    return new CoapAccess(
        sessions(settings),
        byKey ? Optional.of(new Identities(folder.preSharedKeys())) : Optional.empty(),
        byKey ? Optional.of(folder.coapKey()) : Optional.empty(),
        byCertificate ? config.mqttSettings().tlsFiles(folder.path(), true) : Optional.empty(),
        key -> named(registry, key),
        name -> MqttStart.isRevoked(registry, name));
  }

  private static Optional<String> named(DeviceRegistry registry, VerifyingKey key) {
    return registry.withKid(key.kid()).stream()
        .filter(device -> device.key().equals(key))
        .map(Device::name)
        .map(name -> name.text())
        .findFirst();
  }

  private static int sessions(CoapSettings settings) {
    int sessions = settings.coapSessions();
    if (sessions == 0) {
      long heap = Runtime.getRuntime().maxMemory();
      sessions = CoapAccess.sessionsFor(heap);
      log.atInfo()
          .addKeyValue("sessions", sessions)
          .addKeyValue("heapMegabytes", heap >> 20)
          .log("CoAP clients over DTLS at once, for this heap");
    }
    return sessions;
  }
}
