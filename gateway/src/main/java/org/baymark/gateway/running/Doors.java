package org.baymark.gateway.running;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.store.DeviceTable;

/** Where devices come in: the addresses of each transport, the plain one first. */
record Doors(List<String> mqtt, List<String> coap) {
  static Doors open(
      Setting setting, DeviceTable devices, IntakeStart.Admission admission, CommandDesk desk) {
    return new Doors(
        MqttStart.open(setting, devices, admission, desk),
        CoapStart.open(setting, devices, admission, desk));
  }

  List<String> all() {
    return Stream.concat(mqtt.stream(), coap.stream()).toList();
  }

  /** With those of the page, as {@code ready} says them: of each the plain one, then all others. */
  List<String> with(List<String> web) {
    List<List<String>> each = List.of(web, mqtt, coap);
    List<String> addresses = new ArrayList<>();
    each.forEach(urls -> addresses.add(urls.get(0)));
    for (List<String> urls : List.of(mqtt, coap, web)) {
      addresses.addAll(urls.subList(1, urls.size()));
    }
    return addresses;
  }
}
