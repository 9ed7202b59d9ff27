package org.baymark.sim.journey;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import org.baymark.sim.fleet.Fleet.Protocol;
import org.baymark.sim.uplink.CoapUplink;
import org.baymark.sim.uplink.MqttUplink;
import org.baymark.sim.uplink.Uplink;

/** The clients that a fleet shares: a real client for every device would cost threads. */
final class Uplinks implements AutoCloseable {
  private static final int DEVICES_EACH = 25;
  private static final int CLIENTS_MAX = 8;

  private final List<Uplink> mqtt = new ArrayList<>();
  private final List<Uplink> coap = new ArrayList<>();

  Uplinks(URI mqttServer, URI coapServer, int devices, ScheduledExecutorService scheduler)
      throws IOException {
    // Two fleets at one gateway must not share a name: it would drop one for the other, for ever.
    String fleet = String.format(Locale.ROOT, "sim-%08x-", new SecureRandom().nextInt());
    int clients = Math.min(CLIENTS_MAX, 1 + devices / 2 / DEVICES_EACH);
    for (int i = 0; i < clients; i++) {
      mqtt.add(MqttUplink.open(mqttServer, fleet + i, scheduler));
      coap.add(CoapUplink.open(coapServer));
    }
  }

  Uplink of(Protocol protocol, int number) {
    List<Uplink> clients = protocol == Protocol.MQTT ? mqtt : coap;
    return clients.get(number / 2 % clients.size());
  }

  @Override
  public void close() {
    mqtt.forEach(Uplink::close);
    coap.forEach(Uplink::close);
  }
}
