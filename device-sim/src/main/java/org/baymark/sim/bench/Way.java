package org.baymark.sim.bench;

/** How the devices of a measurement reach the gateway. */
enum Way {
  MQTT("MQTT 5, QoS 1"),
  COAP("CoAP over UDP, confirmable"),
  DTLS("CoAP over DTLS 1.2 with a pre-shared key");

  private final String words;

  Way(String words) {
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }
}
