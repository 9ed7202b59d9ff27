package org.baymark.gateway.running;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.access.Logins;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.config.HostPort;
import org.baymark.gateway.config.MqttLogin;
import org.baymark.gateway.config.MqttSettings;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.transport.mqtt.MqttDoor;
import org.baymark.gateway.transport.mqtt.MqttIngress;
import org.baymark.gateway.transport.mqtt.MqttLimits;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How {@link Gateway} opens the MQTT doors. */
final class MqttStart {
  private static final Logger log = LoggerFactory.getLogger(MqttStart.class);
  private static final int LOGIN_RANDOM = 48;
  private static final String NOBODY =
      "nobody can connect over MQTT yet: 'baymark gateway user add' names somebody";

  private MqttStart() {}

  /** Opens them; their addresses, the plain one first. */
  static List<String> open(
      Setting setting, DeviceTable devices, IntakeStart.Admission admission, CommandDesk desk) {
    MqttSettings settings = setting.config().mqttSettings();
    List<MqttDoor> doors = settings.doors(setting.config().mqtt());
    MqttIngress mqtt =
        new MqttIngress(
            setting.vertx(),
            doors,
            limits(setting.config(), doors),
            settings.tlsFiles(
                setting.folder().path(), settings.mqttLogin() == MqttLogin.CERTIFICATE),
            settings.mqttLogin() == MqttLogin.PASSWORD
                ? Optional.of(logins(setting))
                : Optional.empty(),
            name -> isRevoked(admission.registry(), name),
            desk,
            admission.intake(),
            admission.counters(),
            setting.clock());
    List<Integer> ports = StopStack.await(mqtt.start());
    setting
        .reloading()
        .follow(
            Set.of("mqttConnections", "mqttRate"), changed -> limits(changed, doors), mqtt::limit);
    setting.started().stopping("MQTT", mqtt::stop);
    devices.watchRevoked(device -> mqtt.revoked(device.name()));
    desk.watch(mqtt::commanded);
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < doors.size(); i++) {
      MqttDoor door = doors.get(i);
      String path = door.webSocket() ? "/mqtt" : "";
      String address = door.scheme() + "://" + new HostPort(door.host(), ports.get(i)) + path;
      log.atInfo()
          .addKeyValue("address", address)
          .addKeyValue("demands", door.demand())
          .log("a door for MQTT is open");
      addresses.add(address);
    }
    return addresses;
  }

  private static Logins logins(Setting setting) {
    byte[] random = new byte[LOGIN_RANDOM];
    new SecureRandom().nextBytes(random);
    return setting
        .started()
        .closing("logins", new Logins(setting.folder().users(), NOBODY, Bytes.owning(random)));
  }

  /** Whether {@code name} is that of a device whose key was revoked. */
  static boolean isRevoked(DeviceRegistry registry, String name) {
    return DevUrn.isValid(name)
        && registry.find(new DevUrn(name)).filter(Device::isRevoked).isPresent();
  }

  private static MqttLimits limits(GatewayConfig config, List<MqttDoor> doors) {
    int connections = config.mqttConnections();
    long heap = Runtime.getRuntime().maxMemory();
    if (connections == 0) {
      connections = MqttLimits.connectionsFor(heap, doors.stream().anyMatch(MqttDoor::tls));
      log.atInfo()
          .addKeyValue("connections", connections)
          .addKeyValue("heapMegabytes", heap >> 20)
          .log("MQTT clients at once, for this heap");
    }
    return new MqttLimits(
        connections, config.mqttSettings().mqttRate(), MqttLimits.unsentFor(heap));
  }
}
