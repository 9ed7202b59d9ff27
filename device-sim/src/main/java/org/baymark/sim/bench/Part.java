package org.baymark.sim.bench;

/** What {@code bench gateway} can measure, one after the other. */
enum Part {
  /** Full and moderate load over MQTT, beside Mosquitto. */
  MQTT,
  /** The same load over CoAP. */
  COAP,
  /** And over DTLS. */
  DTLS,
  /** Clients that are there and say nothing. */
  IDLE,
  /** Memory, at a fixed rate for minutes. */
  MEMORY,
  /** What was sealed without the alliance, and how fast it drains. */
  BACKLOG
}
